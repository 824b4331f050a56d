//! The deck: what the programs suggest is there and credited, and every card says when, for what and for whom it is.

use matchbook::catalog::Catalog;
use matchbook::domain::deck::{Category, Stage};
use matchbook::domain::person::Owner;

#[test]
fn the_fourteen_activities_of_the_guide_are_there_in_its_order() {
    let deck = Catalog::new().deck().unwrap();
    let keys: Vec<_> = deck.activities.iter().map(|it| it.key.as_str()).collect();
    assert_eq!(
        keys[..14],
        [
            "question-swap",
            "good-manager",
            "community-forum",
            "cv-review",
            "mock-interview",
            "programme-ideas",
            "book-list",
            "mock-awards",
            "wish-list",
            "journal-article",
            "blog-post",
            "mentoring-article",
            "dia",
            "early-literacy-site",
        ]
    );
    // What the guide and the pairs tell of elsewhere.
    let others = "first-call meeting-series early-literacy-packets community-leaders portfolio webinars stem-visits \
                  grow-talk make-something everyday-advocacy";
    for key in others.split_whitespace() {
        assert!(keys.contains(&key), "{key}");
    }
}

#[test]
fn every_activity_leaves_something_behind_and_credits_who_suggested_it() {
    let deck = Catalog::new().deck().unwrap();
    for card in &deck.activities {
        let printed = [
            "ALSC mentoring guide",
            "ALSC Blog",
            "Washington Library Association",
        ];
        let credited = printed.iter().any(|name| card.source.starts_with(name));
        assert!(credited, "{}: {}", card.key, card.source);
        assert!(
            card.about.len() > 60 && !card.leaves.is_empty(),
            "{}",
            card.key
        );
        assert!(!card.phases.is_empty(), "{}", card.key);
        assert!(!card.competencies.is_empty(), "{}", card.key);
        assert!(!card.words.is_empty(), "{}", card.key);
    }
}

#[test]
fn every_prompt_says_when_it_fits_and_which_area_it_touches() {
    let deck = Catalog::new().deck().unwrap();
    for prompt in &deck.prompts {
        assert!(!prompt.phases.is_empty(), "{}", prompt.key);
        assert!(!prompt.competencies.is_empty(), "{}", prompt.key);
        let rescues = prompt.phases.contains(&Stage::Rescue);
        let closes = prompt.phases == [Stage::Closing];
        assert!(
            rescues || prompt.category != Category::Rescue,
            "{}",
            prompt.key
        );
        assert!(
            closes || prompt.category != Category::Closing,
            "{}",
            prompt.key
        );
    }
    for audience in [Owner::Mentee, Owner::Mentor] {
        let meant = deck.prompts.iter().filter(|it| it.audience == audience);
        assert!(meant.count() >= 5, "{audience}");
    }
}

#[test]
fn every_part_of_the_year_has_enough_to_talk_about_for_either_role() {
    let deck = Catalog::new().deck().unwrap();
    for stage in Stage::ALL {
        let fits = |phases: &[Stage]| phases.contains(stage);
        let prompts = deck.prompts.iter().filter(|it| fits(&it.phases));
        assert!(prompts.count() >= 7, "{stage}");
        assert!(deck.activities.iter().any(|it| fits(&it.phases)), "{stage}");
    }
}

#[test]
fn a_first_call_has_the_starters_that_a_pair_told_of() {
    let deck = Catalog::new().deck().unwrap();
    let call = deck
        .agendas
        .iter()
        .find(|it| it.key == "first-call")
        .unwrap();
    let mut prompts: Vec<_> = call.lines.iter().map(|it| it.prompt.as_str()).collect();
    // Work, library and town, schools, themselves, programs; how one goes on learning is a line of its own.
    for key in [
        "an-ordinary-tuesday",
        "who-walks-in",
        "the-schools",
        "outside-work",
        "best-thing-made",
    ] {
        assert!(prompts.contains(&key), "{key}");
    }
    prompts.retain(|key| key.is_empty());
    assert_eq!(prompts.len(), 1);
    let learning = call.lines.iter().find(|it| it.prompt.is_empty()).unwrap();
    assert!(learning.text.contains("learning"), "{}", learning.text);
}
