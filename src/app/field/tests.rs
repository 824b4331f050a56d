//! Tests of typing, moving, selecting and pasting.

use proptest::prelude::*;

use super::*;

fn keys(field: &mut TextField, text: &str) {
    for character in text.chars() {
        field.apply(Edit::Insert(character));
    }
}

fn shown(field: &TextField, width: u16, height: u16) -> Vec<String> {
    let view = field.view(width, height);
    view.rows
        .iter()
        .map(|row| row.iter().map(|piece| piece.text.as_str()).collect())
        .collect()
}

#[test]
fn typed_text_is_added_at_the_end() {
    let mut field = TextField::single_line("Goal");
    keys(&mut field, " 1");
    assert_eq!(field.text(), "Goal 1");
}

#[test]
fn what_looks_like_one_letter_is_passed_and_removed_as_one() {
    let family = "👩‍👩‍👧‍👦";
    let mut field = TextField::single_line(&format!("a{family}e\u{301}"));
    field.apply(Edit::Move(CursorMotion::Left));
    field.apply(Edit::Move(CursorMotion::Left));
    assert_eq!(field.buffer.cursor(), (0, 1));
    field.apply(Edit::Delete);
    assert_eq!(field.text(), "ae\u{301}");
    field.apply(Edit::Move(CursorMotion::End));
    field.apply(Edit::Backspace);
    assert_eq!(field.text(), "a");
    field.apply(Edit::Undo);
    assert_eq!(field.text(), "ae\u{301}");
}

#[test]
fn one_undo_takes_back_a_word_and_redo_brings_it_again() {
    let mut field = TextField::single_line("");
    keys(&mut field, "call the school");
    field.apply(Edit::Undo);
    assert_eq!(field.text(), "call the ");
    field.apply(Edit::Undo);
    assert_eq!(field.text(), "call ");
    field.apply(Edit::Redo);
    assert_eq!(field.text(), "call the ");
    keys(&mut field, "x");
    assert!(!field.apply(Edit::Redo).changed);
    for _ in 0..9 {
        field.apply(Edit::Undo);
    }
    assert_eq!(field.text(), "");
}

#[test]
fn typing_over_a_selection_is_one_step() {
    let mut field = TextField::single_line("one two");
    field.apply(Edit::SelectAll);
    keys(&mut field, "x");
    assert_eq!(field.text(), "x");
    field.apply(Edit::Undo);
    assert_eq!(field.text(), "one two");
}

#[test]
fn a_field_of_one_line_stays_one_line() {
    let mut field = TextField::single_line("a");
    assert!(!field.apply(Edit::Newline).changed);
    field.paste("b\r\nc\td\u{1b}[0m\n");
    assert_eq!(field.text(), "ab c d[0m");
}

#[test]
fn pasted_line_breaks_of_every_kind_are_kept_in_a_field_of_many() {
    let mut field = TextField::multi_line("");
    field.paste("a\r\nb\rc\u{2028}d\u{7}\te");
    assert_eq!(field.text(), "a\nb\nc\nd    e");
    field.apply(Edit::Undo);
    assert_eq!(field.text(), "");
}

#[test]
fn a_paste_of_a_megabyte_is_cut_said_and_taken_back_in_one_step() {
    let megabyte = "librarian \n".repeat(100_000);
    let mut field = TextField::multi_line("kept");
    let done = field.paste(&megabyte);
    assert!(done.notice.is_some());
    assert!(field.text().len() <= MAX_BYTES);
    assert!(field.text().len() > MAX_BYTES - 64);
    assert!(field.apply(Edit::Insert('x')).notice.is_some() || field.text().len() <= MAX_BYTES);
    assert_eq!(field.view(80, 20).rows.len(), 20);
    while field.apply(Edit::Undo).changed {}
    assert_eq!(field.text(), "kept");
}

#[test]
fn a_paste_without_any_line_break_is_cut_where_the_cursor_can_still_go() {
    let mut field = TextField::multi_line("");
    assert!(field.paste(&"x".repeat(1 << 20)).notice.is_some());
    let end = field.buffer.cursor().1;
    field.apply(Edit::Backspace);
    assert_eq!(field.text().len(), end - 1);
}

#[test]
fn a_long_text_that_was_set_is_not_cut_and_not_harmed() {
    let long = "x".repeat(300_000);
    let mut field = TextField::multi_line(&long);
    assert_eq!(field.text(), long);
    for edit in [
        Edit::Insert('y'),
        Edit::Move(CursorMotion::Right),
        Edit::Delete,
    ] {
        field.apply(edit);
    }
    assert_eq!(field.text(), long);
    field.apply(Edit::Backspace);
    assert_eq!(field.text().len(), long.len() - 1);
}

#[test]
fn words_are_passed_and_removed_whole() {
    let mut field = TextField::single_line("call the school");
    field.apply(Edit::DeleteWord);
    assert_eq!(field.text(), "call the ");
    field.apply(Edit::Move(CursorMotion::WordLeft));
    assert_eq!(field.buffer.cursor(), (0, 5));
    field.apply(Edit::DeleteWordAfter);
    assert_eq!(field.text(), "call ");
    field.apply(Edit::DeleteToStart);
    assert_eq!(field.text(), "");
}

#[test]
fn selected_text_is_copied_and_cut() {
    let mut field = TextField::multi_line("one\ntwo\nthree");
    field.apply(Edit::Move(CursorMotion::Top));
    field.apply(Edit::Move(CursorMotion::Right));
    field.apply(Edit::Select(CursorMotion::Down));
    assert_eq!(field.selected().as_deref(), Some("ne\nt"));
    assert_eq!(field.apply(Edit::Copy).copied.as_deref(), Some("ne\nt"));
    let cut = field.apply(Edit::Cut);
    assert_eq!(cut.copied.as_deref(), Some("ne\nt"));
    assert_eq!(field.text(), "owo\nthree");
    assert_eq!(field.apply(Edit::Cut), EditResult::default());
}

#[test]
fn an_arrow_leaves_a_selection_at_its_end() {
    let mut field = TextField::single_line("abc");
    field.apply(Edit::SelectAll);
    field.apply(Edit::Move(CursorMotion::Left));
    assert_eq!(field.buffer.cursor(), (0, 0));
    assert_eq!(field.selected(), None);
}

#[test]
fn up_and_down_follow_the_rows_on_the_screen_and_keep_the_column() {
    let mut field = TextField::multi_line("the quick brown fox\nno\njumps over");
    assert_eq!(
        shown(&field, 11, 9),
        ["the quick ", "brown fox", "no", "jumps over"]
    );
    field.apply(Edit::Move(CursorMotion::Up));
    assert_eq!(field.view(11, 9).cursor, (2, 2));
    field.apply(Edit::Move(CursorMotion::Up));
    assert_eq!(field.view(11, 9).cursor, (9, 1));
    field.apply(Edit::Move(CursorMotion::Up));
    assert_eq!(field.view(11, 9).cursor, (9, 0));
    assert!(!field.apply(Edit::Move(CursorMotion::Up)).moved);
    field.apply(Edit::Move(CursorMotion::Home));
    assert_eq!(field.buffer.cursor(), (0, 0));
    field.apply(Edit::Move(CursorMotion::End));
    assert_eq!(field.view(11, 9).cursor, (9, 0));
}

#[test]
fn the_view_follows_the_cursor_and_no_further() {
    let mut field = TextField::multi_line("1\n2\n3\n4\n5\n6");
    assert_eq!(shown(&field, 5, 3), ["4", "5", "6"]);
    field.apply(Edit::Move(CursorMotion::Up));
    assert_eq!(shown(&field, 5, 3), ["4", "5", "6"]);
    field.apply(Edit::Move(CursorMotion::PageUp));
    assert_eq!(shown(&field, 5, 3), ["3", "4", "5"]);
    assert_eq!(field.view(5, 3).top, 2);
    assert_eq!(field.view(5, 3).total, 6);
}

#[test]
fn a_long_line_scrolls_sideways_and_wide_letters_stay_whole() {
    let mut field = TextField::single_line("図書館 is a library");
    assert_eq!(shown(&field, 8, 1), ["library"]);
    assert_eq!(field.view(8, 1).cursor, (7, 0));
    field.apply(Edit::Move(CursorMotion::Home));
    assert_eq!(shown(&field, 8, 1), ["図書館 i"]);
    for _ in 0..5 {
        field.apply(Edit::Move(CursorMotion::Right));
    }
    assert_eq!(field.view(8, 1).cursor, (6, 0));
    assert_eq!(shown(&field, 8, 1), ["書館 is "]);
}

#[test]
fn a_selection_shows_with_its_line_breaks() {
    let mut field = TextField::multi_line("ab\n\nc");
    field.apply(Edit::SelectAll);
    let view = field.view(9, 9);
    assert!(view.rows.iter().flatten().all(|piece| piece.selected));
    assert_eq!(
        view.rows[1],
        [FieldSpan {
            text: " ".into(),
            selected: true
        }]
    );
}

#[test]
fn strange_characters_of_an_old_text_are_shown_as_signs_and_kept() {
    let field = TextField::single_line("a\u{202e}b");
    assert_eq!(shown(&field, 9, 1), ["a\u{FFFD}b"]);
    assert_eq!(field.text(), "a\u{202e}b");
}

#[test]
fn text_put_in_place_of_all_can_be_taken_back() {
    let mut field = TextField::multi_line("before");
    field.replace_text("after\nwards");
    assert_eq!(field.text(), "after\nwards");
    field.apply(Edit::Undo);
    assert_eq!(field.text(), "before");
}

fn any_edit() -> impl Strategy<Value = Edit> {
    let go = prop::sample::select(vec![
        CursorMotion::Left,
        CursorMotion::Right,
        CursorMotion::Up,
        CursorMotion::Down,
        CursorMotion::WordLeft,
        CursorMotion::WordRight,
        CursorMotion::Home,
        CursorMotion::End,
        CursorMotion::Top,
        CursorMotion::Bottom,
        CursorMotion::PageUp,
        CursorMotion::PageDown,
    ]);
    prop_oneof![
        4 => "[ a図\u{301}👩\u{200d}\u{202e}.]".prop_map(|text| Edit::Insert(text.chars().next().unwrap_or('a'))),
        2 => prop::sample::select(vec![
            Edit::Newline, Edit::Backspace, Edit::Delete, Edit::DeleteWord, Edit::DeleteWordAfter, Edit::DeleteToStart,
            Edit::SelectAll, Edit::Cut, Edit::Copy, Edit::Undo, Edit::Redo,
        ]),
        2 => go.clone().prop_map(Edit::Move),
        2 => go.prop_map(Edit::Select),
    ]
}

proptest! {
    #[test]
    fn no_edit_in_any_view_panics_and_undo_leads_back_to_the_beginning(
        text in "[ a図\u{301}👩\u{200d}\u{202e}\n.]{0,40}",
        many in any::<bool>(),
        edits in prop::collection::vec((any_edit(), 0u16..9, 0u16..4), 0..40),
    ) {
        let mut field = TextField::new(&text, many);
        let first = field.text();
        for (edit, width, height) in edits {
            let before = field.text();
            let done = field.apply(edit);
            if !done.changed {
                prop_assert_eq!(before, field.text());
            }
            let view = field.view(width, height);
            prop_assert!(view.rows.len() <= usize::from(height));
            for row in &view.rows {
                let wide: usize = row.iter().map(|piece| crate::app::cells::width(&piece.text)).sum();
                prop_assert!(wide <= usize::from(width));
            }
            if width > 0 && height > 0 {
                prop_assert!(view.cursor.0 < width && view.cursor.1 < height);
            }
        }
        while field.apply(Edit::Undo).changed {}
        prop_assert_eq!(field.text(), first);
    }
}
