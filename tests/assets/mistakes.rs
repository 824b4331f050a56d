//! Mistakes in a file of one's own are named by file, line, column and field.

use matchbook::catalog::{Catalog, CatalogError, parse};
use matchbook::domain::form::FormDef;
use matchbook::domain::program::{DateRule, Program};
use matchbook::problem::Problem;

const OWN: &str = r#"key = "own"
title = "Our own program"
short = "Own"
about = "For two."
end = { months = 3 }
sources = []

[[phases]]
stage = "starting"
title = "First"
about = "Begin."
from = { days = 0 }

[[milestones]]
key = "middle"
title = "Half way"
about = "Look back."
on = { middle = true }

[[milestones]]
key = "goals"
title = "Goals"
about = "Two are plenty."
on = { month-day = [12, 1] }
"#;

/// Line, column, field and words of what is wrong with the program in which `new` stands for `old`.
fn fault(old: &str, new: &str) -> (usize, usize, String, String) {
    match parse::<Program>("own.toml", &OWN.replacen(old, new, 1)).unwrap_err() {
        CatalogError::Invalid {
            file,
            line,
            column,
            field,
            what,
        } => {
            assert_eq!(file, "own.toml");
            (line, column, field.unwrap_or_default(), what)
        }
        CatalogError::Unknown { .. } | CatalogError::Unreadable { .. } => {
            panic!("the text is there")
        }
    }
}

#[test]
fn a_program_of_ones_own_is_read() {
    let own = parse::<Program>("own.toml", OWN).unwrap();
    assert_eq!(own.milestones[0].on, DateRule::Middle(true));
}

#[test]
fn a_mistake_is_named_with_line_column_and_field() {
    let (line, column, field, what) = fault("\"starting\"", "\"begining\"");
    assert_eq!((line, column, field.as_str()), (9, 9, "phases 1 › stage"));
    assert!(what.contains("choose one of: starting"), "{what}");

    let (line, column, field, what) = fault("about = \"Look", "abuot = \"Look");
    assert_eq!(
        (line, column, field.as_str()),
        (17, 1, "milestones 1 › abuot")
    );
    assert!(what.contains("unknown field 'abuot'"), "{what}");

    let (line, column, field, what) = fault("title = \"Goals\"\n", "");
    assert_eq!((line, column, field.as_str()), (20, 1, "milestones 2"));
    assert!(what.contains("missing field 'title'"), "{what}");

    let (line, _, field, _) = fault("\"For two.\"", "\"For two.");
    assert_eq!((line, field.as_str()), (4, ""));
}

/// Text of the file, what stands in its place, and line, field and words of the mistake that is told.
const RULES: &[(&str, &str, usize, &str, &str)] = &[
    ("\"goals\"", "\"middle\"", 21, "milestones 2 › key", "twice"),
    ("\"Goals\"", "\" \"", 22, "milestones 2 › title", "empty"),
    (
        "[12, 1]",
        "[2, 30]",
        24,
        "milestones 2 › on",
        "no such month",
    ),
    (
        "= true",
        "= false",
        18,
        "milestones 1 › on",
        "middle = true",
    ),
    (
        "= true",
        "= true, days = 3",
        18,
        "milestones 1 › on",
        "exactly 1",
    ),
    (
        "months = 3",
        "before-end = 3",
        5,
        "end",
        "from the end itself",
    ),
    ("\"own\"", "\"Our Own\"", 1, "key", "small letters"),
    (
        "month-day = [12, 1]",
        "by-start = { from = [9, 1], until = [11, 31], then = { days = 1 }, else = { days = 2 } }",
        24,
        "milestones 2 › on › by-start › until",
        "no such month",
    ),
    (
        "month-day = [12, 1]",
        "by-start = { from = [9, 1], until = [11, 30], then = { days = 1 }, else = { days = -2 } }",
        24,
        "milestones 2 › on › by-start › else",
        "negative",
    ),
    (
        "month-day = [12, 1]",
        "by-start = { from = [9, 1], until = [11, 30], within = [60, 40], then = { days = 1 }, else = { days = 2 } }",
        24,
        "milestones 2 › on › by-start › within",
        "the smaller one first",
    ),
    (
        "months = 3",
        "by-start = { from = [9, 1], until = [11, 30], then = { months = 10 }, else = { percent = 90 } }",
        5,
        "end › by-start › else",
        "from the end itself",
    ),
    (
        "month-day = [12, 1]",
        "percent = 101",
        24,
        "milestones 2 › on",
        "from 0",
    ),
    (
        "\nabout = \"Two",
        "\nform = \"x\"\nabout = \"Two",
        23,
        "milestones 2 › form",
        "one of",
    ),
];

#[test]
fn the_rules_beyond_the_shape_are_named_by_place_too() {
    for (old, new, line, field, words) in RULES {
        let (at, _, found, what) = fault(old, new);
        assert_eq!((at, found.as_str()), (*line, *field), "{new}: {what}");
        assert!(what.contains(*words), "{new}: {what}");
    }
}

#[test]
fn choices_of_a_date_lie_in_one_another_to_a_small_depth() {
    let nested = |depth: usize| {
        let around = "by-start = { from = [9, 1], until = [11, 30], then = { days = 1 }, else = { ";
        let rule = format!("{}days = 2{}", around.repeat(depth), " } }".repeat(depth));
        OWN.replacen("month-day = [12, 1]", &rule, 1)
    };
    assert!(parse::<Program>("own.toml", &nested(3)).is_ok());
    for depth in [4, 200] {
        assert!(parse::<Program>("own.toml", &nested(depth)).is_err());
    }
}

/// A field of a form, and line and words of the mistake that is told.
const FORM_RULES: &[(&str, &str, &str)] = &[
    (
        "key = \"first\"\nlabel = \"Again?\"\nkind = \"line\"",
        "line 16",
        "“first” is there twice",
    ),
    (
        "key = \"why\"\nlabel = \"Why?\"\nkind = \"line\"\nauto = \"goal-why\"",
        "line 19",
        "per_goal",
    ),
    (
        "key = \"one\"\nlabel = \"One?\"\nkind = \"choice\"",
        "line 15",
        "options",
    ),
    (
        "key = \"one\"\nlabel = \"One?\"\nkind = \"scale\"\nbeside = \"agreement\"",
        "line 15",
        "FORM/FIELD",
    ),
    (
        "key = \"one\"\nlabel = \"\"\nkind = \"line\"",
        "line 17",
        "empty",
    ),
    (
        "key = \"one\"\nlabel = \"One?\"\nkind = \"line\"\nauto = \"meeting-minutes\"",
        "line 19",
        "what speaks of one meeting belongs in a section with per_meeting = true",
    ),
    (
        "key = \"one\"\nlabel = \"One?\"\nkind = \"rows\"",
        "line 15",
        "field “one” needs columns: write columns = [{ key = \"day\", label = \"Day\" }, ",
    ),
    (
        "key = \"one\"\nlabel = \"One?\"\nkind = \"table\"\ncolumns = [{ key = \"a\", label = \"A\" }, { key = \"a\", label = \"B\" }]",
        "line 19",
        "“a” is there twice",
    ),
];

#[test]
fn a_form_keeps_its_own_rules() {
    let form = |field: &str| {
        let start = "key = \"own\"\ntitle = \"Own\"\nversion = 1\nabout = \"Ours.\"\n\n[[sections]]\n\
                     key = \"all\"\ntitle = \"All\"\n\n[[sections.fields]]\nkey = \"first\"\n\
                     label = \"First?\"\nkind = \"line\"\n\n[[sections.fields]]\n";
        parse::<FormDef>("own.toml", &format!("{start}{field}\n")).map_err(|it| it.to_string())
    };
    for (field, line, words) in FORM_RULES {
        let said = form(field).unwrap_err();
        assert!(
            said.starts_with("own.toml, ") && said.contains(*line),
            "{said}"
        );
        assert!(said.contains("(field “sections 1 › fields 2"), "{said}");
        assert!(said.contains(*words) && said.ends_with('.'), "{said}");
    }
    assert!(form("key = \"second\"\nlabel = \"Second?\"\nkind = \"scale\"").is_ok());
    let both = form(
        "key = \"second\"\nlabel = \"Second?\"\nkind = \"line\"\n\n[[sections]]\nkey = \"b\"\ntitle = \"B\"\nper_goal = true\nper_meeting = true\nfields = []",
    );
    let said = both.unwrap_err();
    assert!(
        said.contains("line 20") && said.contains("write one of the three"),
        "{said}"
    );
}

#[test]
fn what_is_not_there_is_named_with_what_there_is() {
    let problem = Problem::from(Catalog::new().program("alcs").unwrap_err());
    assert_eq!(problem.message, "There is no program called “alcs”.");
    let hint = problem.hint.unwrap();
    assert_eq!(
        hint,
        "Did you mean “alsc”? Choose one of: alsc, kla, wla, blank."
    );
}
