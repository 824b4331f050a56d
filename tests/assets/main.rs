//! Every data file loads, holds its rules and fits the others; mistakes in one are named by place.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod cohorts;
mod deck;
mod forms;
mod mistakes;
mod programs;
mod sample;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use matchbook::catalog::Catalog;
use matchbook::domain::deck::Category;
use matchbook::domain::form::{FieldKind, FilledBy, FormDef};

/// Every data file.
fn assets() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("assets")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found
}

fn keys(folder: &str) -> Vec<String> {
    assets()
        .iter()
        .filter(|path| path.parent().is_some_and(|parent| parent.ends_with(folder)))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect()
}

/// The forms that are filled in and not only edited in passing, by key.
fn forms_to_hand_in() -> Vec<(String, Arc<FormDef>)> {
    let mut keys = keys("forms");
    keys.retain(|key| !key.starts_with("editor-"));
    let form = |key: String| {
        let form = Catalog::new().form(&key).unwrap();
        (key, form)
    };
    keys.into_iter().map(form).collect()
}

#[test]
fn every_file_of_the_folder_is_part_of_the_program() {
    let catalog = Catalog::new();
    for key in keys("programs") {
        assert_eq!(catalog.program(&key).unwrap().key, key);
    }
    for key in keys("forms") {
        assert_eq!(catalog.form(&key).unwrap().key, key);
    }
    for key in keys("competencies") {
        assert_eq!(catalog.competencies(&key).unwrap().key, key);
    }
}

#[test]
fn the_programs_are_offered_in_their_order() {
    let programs = Catalog::new().programs().unwrap();
    let keys: Vec<_> = programs.iter().map(|it| it.key.as_str()).collect();
    assert_eq!(keys, ["alsc", "kla", "wla", "blank"]);
}

#[test]
fn every_program_asks_for_its_own_forms_in_its_own_words() {
    let catalog = Catalog::new();
    let mut said = Vec::new();
    for program in catalog.programs().unwrap() {
        said.push(format!("{}:", program.key));
        for (used, _) in catalog.forms_of(&program).unwrap() {
            let mut milestones = program.milestones.iter();
            let due = milestones
                .find(|it| it.form.as_ref() == Some(&used.form))
                .map_or(String::new(), |it| format!(", due with “{}”", it.title));
            let to = match used.to.as_str() {
                "" => String::new(),
                to => format!(", to {to}"),
            };
            said.push(format!("  {}: {}{to}{due}", used.form, used.title));
        }
    }
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn growth_is_asked_in_the_same_words_at_the_start_and_at_the_end() {
    let catalog = Catalog::new();
    let (start, end) = (
        catalog.form("agreement").unwrap(),
        catalog.form("wrap-up").unwrap(),
    );
    let fields = end.sections.iter().flat_map(|section| &section.fields);
    let grown: Vec<_> = fields
        .filter(|field| field.earlier_answer.is_some())
        .collect();
    assert_eq!(grown.len(), 6);
    for field in grown {
        let named = field.earlier_answer.as_ref().unwrap();
        let (_, first) = start.field(&named.field).unwrap();
        assert_eq!((&first.key, &first.label), (&field.key, &field.label));
        assert!(first.private && field.private, "{}", field.key);
    }
}

#[test]
fn every_program_has_a_page_worth_looking_up() {
    for program in Catalog::new().programs().unwrap() {
        assert!(!program.sources.is_empty(), "{}", program.key);
        assert!(!program.is_not.is_empty(), "{}", program.key);
        assert!(!program.rematch.is_empty(), "{}", program.key);
        if program.key == "blank" {
            continue;
        }
        for page in [&program.mentor, &program.mentee] {
            for part in [&page.who, &page.expectations, &page.roles, &page.benefits] {
                assert!(!part.is_empty(), "{}", program.key);
            }
        }
    }
}

#[test]
fn a_file_is_parsed_once() {
    let catalog = Catalog::new();
    let tracker = catalog.form("tracker").unwrap();
    assert!(Arc::ptr_eq(&tracker, &catalog.form("tracker").unwrap()));
    let deck = catalog.deck().unwrap();
    assert!(Arc::ptr_eq(&deck, &catalog.deck().unwrap()));
}

#[test]
fn the_tracker_can_be_filled_in_by_short_names() {
    let tracker = Catalog::new().form("tracker").unwrap();
    let (section, wins) = tracker.field("wins").unwrap();
    assert!(wins.required && !wins.private);
    assert_eq!(wins.kind, FieldKind::Text);
    assert_eq!(tracker.filler(section, wins), FilledBy::Each);
    let keys = "hardest stop start continue focus support contact-me frequency follow-up challenged \
                supported openly seen status progress changed obstacle \
                still-right new-date";
    for key in keys.split_whitespace() {
        assert!(tracker.field(key).is_some(), "{key}");
    }
}

#[test]
fn the_deck_has_six_prompts_in_every_category_and_the_seed_activities_first() {
    let deck = Catalog::new().deck().unwrap();
    for category in Category::ALL {
        let prompts = deck.prompts.iter().filter(|it| it.category == *category);
        assert!(prompts.count() >= 6, "{category}");
    }
    let seeds = deck
        .activities
        .iter()
        .take_while(|it| it.source == "ALSC mentoring guide, 2017");
    assert_eq!(seeds.count(), 14);
    assert!(deck.activities.len() > 20);
}

#[test]
fn the_grow_prompts_come_in_the_order_of_the_letters() {
    let deck = Catalog::new().deck().unwrap();
    let mut letters: Vec<_> = deck
        .prompts
        .iter()
        .filter(|it| it.category == Category::Grow)
        .map(|it| it.key.split('-').nth(1).unwrap())
        .collect();
    letters.dedup();
    assert_eq!(letters, ["goal", "reality", "options", "will"]);
}

#[test]
fn every_prompt_is_a_line_with_a_reason_of_one_sentence() {
    for prompt in &Catalog::new().deck().unwrap().prompts {
        assert!(prompt.text.chars().count() <= 100, "{}", prompt.text);
        let ends = prompt.why.matches(['.', '?', '!']).count();
        assert!(ends == 1 && prompt.why.ends_with('.'), "{}", prompt.why);
    }
}

#[test]
fn words_that_tie_to_goals_are_small_single_words() {
    let deck = Catalog::new().deck().unwrap();
    let of_activities = deck.activities.iter().flat_map(|it| &it.words);
    let of_prompts = deck.prompts.iter().flat_map(|it| &it.words);
    for word in of_activities.chain(of_prompts) {
        let plain = word.chars().all(char::is_alphabetic) && *word == word.to_lowercase();
        assert!(plain && word.chars().count() > 1, "{word}");
    }
}

#[test]
fn no_text_holds_control_characters_or_stray_space() {
    fn walk(value: &toml::Value, path: &Path) {
        if let Some(text) = value.as_str() {
            let control = text.chars().any(|c| c.is_control() && c != '\n');
            assert!(
                !control && text.trim_start() == text,
                "{}: {text:?}",
                path.display()
            );
        }
        let items = value.as_array().into_iter().flatten();
        items.for_each(|item| walk(item, path));
        let fields = value.as_table().into_iter().flatten();
        fields.for_each(|(_, item)| walk(item, path));
    }
    for path in assets() {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(!text.contains(['\t', '\r']), "{}", path.display());
        if path.extension().is_some_and(|ending| ending == "toml") {
            walk(&toml::Value::Table(text.parse().unwrap()), &path);
        }
    }
}
