//! A word that is mistyped is answered with the one that may be meant.

use crate::sample;

#[test]
fn a_slip_of_the_fingers_is_answered_with_the_word_that_may_be_meant() {
    let desk = sample();
    for (line, meant) in [
        ("gaol list", "'goal'"),
        ("goal lits", "'list'"),
        ("goal list --jsno", "'--json'"),
        ("goal add x --mesure y", "'--measure'"),
        ("completions fihs", "'fish'"),
        ("schema goal lst", "Did you mean “goal list”?"),
        ("schema traker", "Did you mean “tracker”?"),
        ("export traker -o -", "Did you mean “tracker”?"),
        ("export meting 1 -o -", "Did you mean “meeting 1”?"),
        ("export tracker --format docs -o -", "Did you mean “docx”?"),
        ("form show traker", "Did you mean “tracker”?"),
        ("form fill tracker frequncy=5", "Did you mean “frequency”?"),
        ("form fill tracker chnaged@1=x", "Did you mean “changed”?"),
        ("list idea", "did you mean “ideas”?"),
        ("list ideas edit 1 --to boks", "Did you mean “books”?"),
        ("goal status 1 actve", "did you mean “active”?"),
        ("action add x --owner mnetee", "Did you mean “mentee”?"),
        ("program show alcs", "Did you mean “alsc”?"),
        ("year next --program alcs", "Did you mean “alsc”?"),
        ("deck show carer", "Did you mean “career”?"),
        ("idea state cv-reviw done", "Did you mean “cv-review”?"),
        ("prompt list --category carer", "did you mean “career”?"),
        ("search school --kind gaol", "Did you mean “goal”?"),
    ] {
        let ran = desk.line(line);
        assert_ne!(ran.exit, 0, "{line}");
        assert!(ran.err.contains(meant), "{line}: {}", ran.shown());
    }
}
