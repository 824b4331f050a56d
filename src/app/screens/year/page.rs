//! The programme's page: what it asks and offers.

use crate::domain::person::Role;
use crate::domain::programme::Programme;

/// What a pair looks up about its programme during the year.
pub fn page(programme: &Programme, me: Role) -> String {
    let mut text = format!("# {}\n\n{}\n\n", programme.title, programme.about);
    let mut list = |title: &str, items: &[String]| {
        if !items.is_empty() {
            text += &format!("## {title}\n\n");
            for item in items {
                text += &format!("- {item}\n");
            }
            text.push('\n');
        }
    };
    let (mine, theirs) = match me {
        Role::Mentee => (&programme.mentee, &programme.mentor),
        Role::Mentor => (&programme.mentor, &programme.mentee),
    };
    list("What is expected of you", &mine.expectations);
    list("The parts you play", &mine.roles);
    list("What you get out of it", &mine.benefits);
    list("What is expected of your partner", &theirs.expectations);
    list("The parts your partner plays", &theirs.roles);
    list("What the programme is not", &programme.is_not);
    let aims: Vec<_> = programme.aims.iter().map(|aim| aim.title.clone()).collect();
    list("Aims of the programme", &aims);
    let cadence: Vec<_> = [programme.cadence.note.clone()]
        .into_iter()
        .filter(|note| !note.is_empty())
        .collect();
    list("Being in touch", &cadence);
    let rematch: Vec<_> = [programme.rematch.clone()]
        .into_iter()
        .filter(|rule| !rule.is_empty())
        .collect();
    list("If the match does not fit", &rematch);
    list("Good to know", &programme.notes);
    let reading: Vec<_> = programme
        .resources
        .iter()
        .map(|item| {
            let year = item
                .year
                .map_or_else(String::new, |year| format!(" ({year})"));
            let parts: Vec<_> = [item.by.as_str(), &item.title, &item.place]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect();
            format!("{}{year}", parts.join(". "))
        })
        .collect();
    list("To read", &reading);
    let sources: Vec<_> = programme
        .sources
        .iter()
        .map(|source| source.title.clone())
        .collect();
    list("Where this comes from", &sources);
    text
}
