//! Every form asks what it is meant to ask: its questions by key, with kind, `*` where an answer is required, and who
//! fills them in, what the log fills in (`auto`) and what never leaves (`private`).

use matchbook::catalog::Catalog;
use matchbook::domain::form::{Field, FieldKind, FilledBy, FormDef, Section};

const GOAL_SHEET: &str = "\
match: mentee line* auto, mentor line* auto, programme line* auto, cycle line* auto, match-date date* auto
goal (per goal): title line* auto, why text auto, measure text* auto, due date* auto, steps text* auto, help text auto, \
aims choices auto, competencies choices auto
mentor-hopes: mentor-learns text by mentor";

const AGREEMENT: &str = "\
purpose: purpose text*, length line* auto, reviews text* auto
rhythm: cadence line*, usual-time line*, minutes number*
channels: meeting-channels choices*, between-channels choices*, reply-time line, moving line
tasks: schedules choice*, agenda choice*, notes choice*, roles text
confidence: confidentiality choice*, told-to text
ground-rules: rules text, out-of-bounds text
learning: opportunities text, measured text
if: problem text, ending text*
starting-point: rate-confidence scale private by each, rate-programmes scale private by each, \
rate-collection scale private by each, rate-outreach scale private by each, rate-speaking-up scale private by each, \
rate-asking scale private by each";

const CHECK: &str = "\
so-far: first-contact line* auto private, contacts number* auto private, meetings number* auto private, \
next-booked yes-no* auto private, goals choice* auto private
fit: communication scale* private, suits scale* private, going-well text private, worries text private
office: contact-me yes-no* private, rematch yes-no* private, rematch-why text private, days-left number auto private";

const TRACKER: &str = "\
match: mentee line* auto, mentor line* auto, programme line* auto, period line* auto
contact: meetings number* auto, contacts number* auto, hours line* auto, cadence line* auto, channels line auto, \
longest-gap line auto
content: topics text* auto, activities text* auto, competencies choices auto
goals (per goal): status choice* auto, progress text* auto, changed text*, obstacle text auto, still-right yes-no*, \
new-date date
promises: actions text auto
looking-back: wins text* by each, hardest text by each
ratings: frequency scale* by each, follow-up scale* by each, challenged scale* by each, supported scale* by each, \
openly scale* by each
change: stop text by each, start text by each, continue text by each
ahead: focus text*, support text by each, contact-me yes-no by each
sign-off: seen yes-no* by each";

const FEEDBACK: &str = "\
about: date date* auto, name line* auto, role choice* auto, names line* auto, contacts number* auto, going scale*
words (one at least): good text, difficulty text, request text";

const MEETING: &str = "\
when: kind choice*, date date*, channel choice, minutes number, title line
notes: notes text, decisions text, actions text, win line, next date
touched: goals choices, topics line, activities choices, competencies choices, resources line, link line
private: private-notes text private, feeling scale private";

const WRAP_UP: &str = "\
match: name line* auto, role choice* auto, totals text* auto
goals (per goal): outcome text* auto
ratings: expectations scale*, match-rating scale*, programme-rating scale*
growth: rate-confidence scale private, rate-programmes scale private, rate-collection scale private, \
rate-outreach scale private, rate-speaking-up scale private, rate-asking scale private
learning: learned text*, differently text*, activities text auto, most-useful line, least-useful line, helped text*, \
in-the-way text*
afterwards: again choice*, recommend yes-no*, stay-in-touch yes-no*, how-often line, advice text, suggestion text, \
quoted yes-no";

const CLOSING_RECORD: &str = "\
match: names line* auto, programme line* auto, cycle line* auto
story: began text* auto, did text* auto, remains text auto
thanks: thanks text by each";

const PULSE: &str = "\
pulse: date date private, contact scale private, progress scale private, trust scale private, note text private";

const fn kind(field: &Field) -> &'static str {
    match field.kind {
        FieldKind::Line => "line",
        FieldKind::Text => "text",
        FieldKind::Choice(_) => "choice",
        FieldKind::Choices(_) => "choices",
        FieldKind::Scale(_) => "scale",
        FieldKind::Date { .. } => "date",
        FieldKind::Number(_) => "number",
        FieldKind::YesNo => "yes-no",
        FieldKind::Rows(_) => "rows",
        FieldKind::Computed(_) | FieldKind::Statement => "read only",
    }
}

fn asked(form: &FormDef, section: &Section, field: &Field) -> String {
    let mut said = format!("{} {}", field.key, kind(field));
    if field.required {
        said.push('*');
    }
    if field.auto.is_some() {
        said.push_str(" auto");
    }
    if form.is_private() || field.private {
        said.push_str(" private");
    }
    let by = form.filler(section, field);
    if by != form.filled_by {
        said = format!("{said} by {}", by.key());
    }
    said
}

/// A line for each section of the form called `key`.
fn told(key: &str) -> String {
    let form = Catalog::new().form(key).unwrap();
    let lines = form.sections.iter().map(|section| {
        let asked: Vec<_> = section
            .fields
            .iter()
            .map(|field| asked(&form, section, field))
            .collect();
        let how = match (section.per.is_some(), section.at_least_one) {
            (true, _) => " (per goal)",
            (false, true) => " (one at least)",
            (false, false) => "",
        };
        format!("{}{how}: {}", section.key, asked.join(", "))
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_form_asks_what_it_should_of_whom_it_should() {
    let forms = [
        ("goal-sheet", FilledBy::Joint, GOAL_SHEET),
        ("agreement", FilledBy::Joint, AGREEMENT),
        ("check", FilledBy::Each, CHECK),
        ("tracker", FilledBy::Joint, TRACKER),
        ("feedback", FilledBy::Each, FEEDBACK),
        ("editor-meeting", FilledBy::Joint, MEETING),
        ("wrap-up", FilledBy::Each, WRAP_UP),
        ("closing-record", FilledBy::Joint, CLOSING_RECORD),
        ("editor-pulse", FilledBy::Joint, PULSE),
    ];
    for (key, by, expected) in forms {
        assert_eq!(told(key), expected, "{key}");
        assert_eq!(Catalog::new().form(key).unwrap().filled_by, by, "{key}");
    }
}

#[test]
fn ratings_go_from_one_to_five_and_their_ends_have_names() {
    for (key, _) in super::forms_to_hand_in() {
        let form = Catalog::new().form(&key).unwrap();
        for field in form.sections.iter().flat_map(|section| &section.fields) {
            if let FieldKind::Scale(scale) = &field.kind {
                assert_eq!((scale.low, scale.high), (1, 5), "{key}/{}", field.key);
                assert!(
                    scale.labels.contains_key(&1) && scale.labels.contains_key(&5),
                    "{key}"
                );
            }
        }
    }
}

#[test]
fn confidence_has_its_three_levels() {
    let form = Catalog::new().form("agreement").unwrap();
    let (_, field) = form.field("confidentiality").unwrap();
    let options = format!("{:?}", field.kind);
    for level in [
        "Nothing leaves",
        "Only with permission",
        "The topic yes, the details no",
    ] {
        assert!(options.contains(level), "{level}");
    }
}

#[test]
fn every_form_says_where_its_questions_come_from() {
    for (key, form) in super::forms_to_hand_in() {
        assert!(!form.source.is_empty(), "{key}");
    }
}
