//! Parcels that come back as they were, and everything that is refused.

use std::io::Write;

use age::armor::{ArmoredWriter, Format};
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::envelope::{self, MAX_BYTES};
use super::lines;
use super::refusal::Refusal;
use super::{Phrase, file_name, is_parcel, open, seal};
use crate::domain::id::Id;
use crate::domain::person::Role;
use crate::problem::{Exit, Problem};
use crate::store::{Entry, MAX_VALUE_BYTES, OwnFile, Parcel};

const WORDS: &str = "abacus zoom unzip relic petal ivory";

fn phrase() -> Phrase {
    Phrase::parse(WORDS).unwrap()
}

/// The number of tries: many in a long run.
fn cases(few: u32, many: u32) -> u32 {
    if std::env::var_os("MATCHBOOK_LONG").is_some() {
        many
    } else {
        few
    }
}

fn id(name: &str) -> Id {
    Id::derived(&[name])
}

fn entry(number: usize, value: &str) -> Entry {
    Entry {
        id: Id::from_bits(number as u128 + 1),
        at_ms: 1_700_000_000_000 + i64::try_from(number).unwrap(),
        replica: id("copy"),
        kind: "goal".into(),
        rec: id("goal"),
        field: "title".into(),
        parents: (number > 0)
            .then(|| Id::from_bits(number as u128))
            .into_iter()
            .collect(),
        value: value.into(),
    }
}

fn parcel(entries: Vec<Entry>) -> Parcel {
    Parcel {
        pair: id("pair"),
        from: id("copy"),
        role: Role::Mentee,
        person: "Rosa “R” Nuñez 👩🏽\u{202e}\n".into(),
        program: "alsc".into(),
        start: "2026-09-01".parse().ok(),
        made: "2026-11-27T19:03:38.123456789Z".parse().unwrap(),
        set_sha: Parcel::checksum_of(&entries),
        seen: Some([7; 32]),
        copies: vec![(id("copy"), Role::Mentee), (id("other"), Role::Mentor)],
        entries,
        files: vec![OwnFile {
            folder: "programs".into(),
            name: "our_year.toml".into(),
            text: "key = \"our_year\"\r\n# ü \u{0} \u{1f389}".into(),
        }],
    }
}

fn some() -> Parcel {
    let mut parcel = parcel(
        (0..40)
            .map(|number| entry(number, "\"Start a STEM hour\""))
            .collect(),
    );
    parcel.entries[7].kind = "badge of a later version".into();
    parcel.set_sha = Parcel::checksum_of(&parcel.entries);
    parcel
}

/// More than one block of the cipher; in a long run, as much as a year or two.
fn large() -> Parcel {
    let entries = 0..cases(300, 2_000) as usize;
    parcel(entries.map(|number| entry(number, "\"x\"")).collect())
}

/// Seals any bytes with so little work that many can be tried.
fn sealed_with(work: u8, plain: &[u8]) -> Vec<u8> {
    let mut recipient = age::scrypt::Recipient::new(WORDS.to_owned().into());
    recipient.set_work_factor(work);
    let recipients = std::iter::once(&recipient as &dyn age::Recipient);
    let encryptor = age::Encryptor::with_recipients(recipients).unwrap();
    let mut writer = encryptor.wrap_output(Vec::new()).unwrap();
    writer.write_all(plain).unwrap();
    writer.finish().unwrap()
}

fn sealed(parcel: &Parcel) -> Vec<u8> {
    sealed_with(1, &lines::write(parcel).unwrap())
}

/// The lines of `parcel` after `change`, with the checksum of the end made anew.
fn changed(parcel: &Parcel, change: impl FnOnce(&mut Vec<Value>)) -> Vec<u8> {
    let text = String::from_utf8(lines::write(parcel).unwrap()).unwrap();
    let mut lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    change(&mut lines);
    let end = lines.len() - 1;
    let line = |value: &Value| format!("{value}\n");
    let before: String = lines[..end].iter().map(line).collect();
    lines[end]["sha256"] = lines::hex(&Sha256::digest(&before).into()).into();
    (before + &line(&lines[end])).into_bytes()
}

fn refusal_of(lines: &[u8]) -> Refusal {
    lines::read(lines).unwrap_err()
}

/// The refusal's message, after a look at what every refusal says.
fn refused(bytes: &[u8]) -> String {
    let problem = open(bytes, &phrase()).unwrap_err();
    assert!(problem.hint.unwrap().starts_with("Nothing was changed. "));
    assert!(problem.causes.is_empty());
    problem.message
}

#[test]
fn a_parcel_comes_back_as_it_was_as_a_file_and_as_text() {
    let parcel = some();
    for armor in [false, true] {
        let bytes = seal(&parcel, &phrase(), armor).unwrap();
        assert_eq!(std::str::from_utf8(&bytes).is_ok(), armor);
        assert!(is_parcel(&bytes));
        assert_eq!(open(&bytes, &phrase()).unwrap(), parcel);
        let start = String::from_utf8_lossy(&bytes[..80]).into_owned();
        assert!(armor || start.contains(" 15\n"), "{start}");
    }
}

#[test]
fn a_phrase_of_ones_own_is_harder_to_try() {
    let own = Phrase::parse("the owls of our library").unwrap();
    let bytes = seal(&some(), &own, false).unwrap();
    let start = String::from_utf8_lossy(&bytes[..80]).into_owned();
    assert!(start.contains(" 18\n"), "{start}");
    assert_eq!(open(&bytes, &own).unwrap(), some());
}

fn any_entry() -> impl Strategy<Value = Entry> {
    let text = prop_oneof![
        any::<String>(),
        "\\PC{0,40}",
        Just("é\u{0}\u{2028}\u{feff}\\\"\r\n".repeat(50))
    ];
    let value = prop_oneof![
        text.prop_map(|text| json!(text).to_string()),
        any::<f64>().prop_map(|number| json!(number).to_string()),
        any::<Option<i64>>().prop_map(|number| json!(number).to_string()),
        Just("{ \"b\" : [1,  2.50e0, null],\r\t\"a\":{}}".to_owned()),
        Just("[".repeat(100) + &"]".repeat(100)),
    ];
    let ids = proptest::collection::btree_set(any::<u128>(), 0..4);
    let names = (any::<String>(), any::<String>());
    (any::<[u128; 3]>(), any::<i64>(), names, ids, value).prop_map(
        |(bits, at_ms, names, parents, value)| {
            let [id, replica, rec] = bits.map(Id::from_bits);
            let parents = parents.into_iter().map(Id::from_bits).collect();
            let (kind, field) = names;
            Entry {
                id,
                at_ms,
                replica,
                kind,
                rec,
                field,
                parents,
                value,
            }
        },
    )
}

proptest! {
    #[test]
    fn every_entry_comes_back_byte_for_byte(
        mut entries in proptest::collection::vec(any_entry(), 0..20), person: String, program: String,
    ) {
        entries.sort_by_key(|entry| entry.id);
        entries.dedup_by_key(|entry| entry.id);
        let sent = Parcel { person, program, start: None, seen: None, ..parcel(entries) };
        let written = lines::write(&sent).unwrap();
        prop_assert_eq!(lines::read(&written[..]).unwrap(), sent);
    }
}

#[test]
fn the_longest_text_comes_back_and_a_longer_one_does_not_leave() {
    let text = |length: usize| format!("\"{}\"", "x".repeat(length - 2));
    let longest = parcel(vec![entry(0, &text(MAX_VALUE_BYTES))]);
    let written = lines::write(&longest).unwrap();
    assert_eq!(lines::read(&written[..]).unwrap(), longest);
    let longer = parcel(vec![entry(0, &text(MAX_VALUE_BYTES + 1))]);
    assert_eq!(lines::write(&longer), Err(Refusal::TooLarge));
    // As another program might write it.
    let came = changed(&some(), |lines| {
        let longer = &longer.entries[0];
        lines[1]["value"] = serde_json::from_str(&longer.value).unwrap();
    });
    assert_eq!(refusal_of(&came), Refusal::TooLarge);
}

#[test]
fn a_parcel_that_is_cut_anywhere_is_refused() {
    let bytes = sealed(&large());
    let step = cases(997, 101) as usize;
    for length in (0..bytes.len())
        .step_by(step)
        .chain(bytes.len() - 40..bytes.len())
        .chain(0..300)
    {
        let said = refused(&bytes[..length]);
        let known = [
            "This parcel is not complete, or was damaged on its way.",
            "This is not a parcel of matchbook.",
        ];
        assert!(known.contains(&said.as_str()), "{length}: {said}");
    }
    assert!(refused(&[bytes, vec![0]].concat()).contains("not complete"));
}

#[test]
fn a_parcel_with_a_changed_byte_is_refused() {
    let bytes = sealed(&large());
    assert!(bytes.len() > 65_536);
    for at in (0..bytes.len()).step_by(1_000).chain(0..250) {
        let mut bytes = bytes.clone();
        bytes[at] ^= 1;
        refused(&bytes);
    }
}

#[test]
fn a_wrong_phrase_is_told_as_such_and_never_shown() {
    let other = Phrase::parse("abacus zoom unzip relic petal zebra").unwrap();
    let problem = open(&sealed(&some()), &other).unwrap_err();
    assert_eq!(
        problem.message,
        "The phrase is not the one this parcel was sealed with."
    );
    assert!(!format!("{problem:?}").contains("zebra"));
}

#[test]
fn a_parcel_that_asks_for_a_huge_key_is_refused_at_once() {
    let bytes = sealed(&some());
    let line_end = |from: usize| {
        from + bytes[from..]
            .iter()
            .position(|byte| *byte == b'\n')
            .unwrap()
    };
    let stanza = line_end(line_end(0) + 1);
    for work in ["19", "30", "63", "64", "99999999999999999999"] {
        let head = String::from_utf8(bytes[..stanza].to_vec()).unwrap();
        let head = head.strip_suffix(" 1").unwrap().to_owned() + " " + work;
        let asks = [head.as_bytes(), &bytes[stanza..]].concat();
        let said = refused(&asks);
        assert!(
            said.contains("take far too long") || work.len() > 2 && said.contains("not complete"),
            "{work}: {said}"
        );
    }
}

#[test]
fn a_header_without_end_is_not_parsed() {
    let mut bytes = b"age-encryption.org/v1\n-> scrypt ".to_vec();
    bytes.resize(MAX_BYTES, b'a');
    assert!(refused(&bytes).contains("not complete"));
    bytes.push(b'a');
    assert!(refused(&bytes).contains("larger than a parcel may be"));
}

#[test]
fn limits_are_told_before_the_rest_is_read() {
    let header = |key: &str, value: Value| changed(&some(), |lines| lines[0][key] = value);
    for (key, number) in [("entries", 200_001), ("entries", usize::MAX), ("files", 65)] {
        assert_eq!(refusal_of(&header(key, json!(number))), Refusal::TooLarge);
    }
    assert_eq!(
        refusal_of(&header("entries", json!(-1))),
        Refusal::Incomplete
    );
    let mut endless = lines::write(&some()).unwrap();
    endless.truncate(endless.iter().position(|byte| *byte == b'\n').unwrap() + 1);
    endless.resize(endless.len() + MAX_BYTES, b'[');
    assert_eq!(refusal_of(&endless), Refusal::TooLarge);
    let many = parcel((0..200_001).map(|number| entry(number, "1")).collect());
    assert_eq!(lines::write(&many), Err(Refusal::TooLarge));
}

/// A parcel as a careless program would write it, with every checksum right.
fn with_value(value: &str) -> Vec<u8> {
    let (before, after) = (
        parcel(vec![entry(0, "\"x\"")]),
        parcel(vec![entry(0, value)]),
    );
    let text = String::from_utf8(lines::write(&before).unwrap()).unwrap();
    let text = text.replace("\"value\":\"x\"", &format!("\"value\":{value}"));
    let text = text.replace(
        &lines::hex(&before.entries[0].checksum()),
        &lines::hex(&after.entries[0].checksum()),
    );
    let text = text.replace(&lines::hex(&before.set_sha), &lines::hex(&after.set_sha));
    let end = text.rfind("{\"end\"").unwrap();
    let sum = lines::hex(&Sha256::digest(&text[..end]).into());
    format!(
        "{}{{\"end\":true,\"entries\":1,\"sha256\":\"{sum}\"}}\n",
        &text[..end]
    )
    .into_bytes()
}

#[test]
fn a_value_that_lies_too_deep_in_itself_is_refused() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(lines::read(&with_value(&nested(100))[..]).is_ok());
    assert_eq!(refusal_of(&with_value(&nested(200))), Refusal::Incomplete);
    assert_eq!(
        refusal_of(&with_value(&nested(500_000))),
        Refusal::Incomplete
    );
    let open = "[".repeat(500_000);
    assert_eq!(refusal_of(open.as_bytes()), Refusal::Incomplete);
    assert_eq!(refusal_of((open + "\n").as_bytes()), Refusal::NotAParcel);
}

#[test]
fn a_parcel_of_a_later_version_is_refused_by_name_or_read_if_it_may() {
    let newer = changed(&some(), |lines| {
        lines[0] = json!({"format": "matchbook parcel", "version": 9, "min_reader": 2});
    });
    let problem = Problem::from(refusal_of(&newer));
    assert!(problem.message.contains("needs a newer matchbook"));
    assert_eq!(problem.exit, Exit::Newer);
    let more = changed(&some(), |lines| {
        lines[0]["version"] = json!(2);
        lines[0]["color"] = json!("red");
        lines[3]["why"] = json!(1);
    });
    assert_eq!(lines::read(&more[..]), Ok(some()));
    assert!(refused(&sealed_with(1, b"a poem\n")).contains("not a parcel"));
    let other = changed(&some(), |lines| lines[0]["format"] = json!("another"));
    assert_eq!(refusal_of(&other), Refusal::NotAParcel);
}

#[test]
fn a_parcel_that_is_not_what_it_says_is_refused() {
    type Change = fn(&mut Vec<Value>);
    let changes: [Change; 12] = [
        |lines| lines[3]["value"] = json!("Start an Art hour"),
        |lines| lines[3]["parents"] = json!([]),
        |lines| lines[3]["parents"] = json!([id("b"), id("b")]),
        |lines| lines[3]["at"] = json!(0),
        |lines| lines.swap(3, 4),
        |lines| lines.insert(3, lines[3].clone()),
        |lines| drop(lines.remove(3)),
        |lines| lines[0]["entries"] = json!(39),
        |lines| lines[0]["set_sha"] = json!("00".repeat(32)),
        |lines| lines[0]["seen"] = json!("é"),
        |lines| lines.last_mut().unwrap()["entries"] = json!(39),
        |lines| lines.last_mut().unwrap()["end"] = json!(false),
    ];
    for (number, change) in changes.into_iter().enumerate() {
        assert_eq!(
            refusal_of(&changed(&some(), change)),
            Refusal::Incomplete,
            "{number}"
        );
    }
    let mut more = lines::write(&some()).unwrap();
    more.push(b'\n');
    assert_eq!(refusal_of(&more), Refusal::Incomplete);
    let text = String::from_utf8(lines::write(&some()).unwrap()).unwrap();
    let renamed = text.replacen("Rosa", "Rose", 1);
    assert_eq!(refusal_of(renamed.as_bytes()), Refusal::Incomplete);
}

#[test]
fn a_file_that_comes_along_has_a_plain_name_and_is_short() {
    let with = |folder: &str, name: &str, length: usize| {
        let file = OwnFile {
            folder: folder.into(),
            name: name.into(),
            text: "x".repeat(length),
        };
        changed(&some(), |lines| {
            lines[41] = json!({"folder": file.folder, "name": file.name, "text": file.text});
        })
    };
    for (folder, name) in [
        ("forms", "../a.toml"),
        ("forms", "a/b.toml"),
        ("forms", "a\\b.toml"),
        ("forms", "C:a.toml"),
        ("forms", "con.toml"),
        ("forms", "NUL.toml"),
        ("forms", ".toml"),
        ("forms", ".a.toml"),
        ("forms", "a.toml "),
        ("forms", "a.exe"),
        ("forms", ""),
        ("..", "a.toml"),
        ("", "a.toml"),
        ("a/b", "a.toml"),
        ("forms", "a\u{202e}.toml"),
    ] {
        assert_eq!(
            refusal_of(&with(folder, name, 1)),
            Refusal::Incomplete,
            "{folder} {name}"
        );
    }
    assert!(lines::read(&with("agendas", "Our_deck 2.toml", 256 << 10)[..]).is_ok());
    assert_eq!(
        refusal_of(&with("forms", "a.toml", (256 << 10) + 1)),
        Refusal::TooLarge
    );
    let mut many = some();
    many.files = vec![many.files[0].clone(); 65];
    assert_eq!(lines::write(&many), Err(Refusal::TooLarge));
}

#[test]
fn a_damaged_book_makes_no_parcel() {
    let damages: [fn(&mut Parcel); 5] = [
        |parcel| parcel.set_sha = [0; 32],
        |parcel| parcel.entries[3].value = "\"a\"\n".into(),
        |parcel| parcel.entries[3].value = "{\n}".into(),
        |parcel| parcel.entries[3].value = "{".into(),
        |parcel| parcel.entries[3].parents = vec![id("a"), id("a")],
    ];
    for (number, damage) in damages.into_iter().enumerate() {
        let mut parcel = some();
        damage(&mut parcel);
        if number > 0 {
            parcel.set_sha = Parcel::checksum_of(&parcel.entries);
        }
        let problem = seal(&parcel, &phrase(), false).unwrap_err();
        assert_eq!(
            problem.message, "The parcel could not be sealed.",
            "{number}"
        );
    }
}

fn armored(bytes: &[u8]) -> String {
    let mut writer = ArmoredWriter::wrap_output(Vec::new(), Format::AsciiArmor).unwrap();
    writer.write_all(bytes).unwrap();
    String::from_utf8(writer.finish().unwrap()).unwrap()
}

#[test]
fn text_in_a_mail_is_found_however_the_mail_was_handed_on() {
    // With a sign of filling at its end.
    let filled = (0..3).map(|length| Parcel {
        program: "a".repeat(length),
        ..some()
    });
    let mut texts = filled.map(|parcel| (armored(&sealed(&parcel)), parcel));
    let (text, sent) = texts.find(|(text, _)| text.contains('=')).unwrap();
    let each = |change: &dyn Fn(&str) -> String| text.lines().map(change).collect::<String>();
    let unwrapped: String = text.lines().filter(|line| !line.starts_with('-')).collect();
    let mut wide = vec![0xff, 0xfe];
    wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let mails: [Vec<u8>; 14] = [
        text.clone().into(),
        format!("Dear Ben,\n\nhere = my part - see below.\n\n{text}\nKind regards,\nRosa = me\n")
            .into(),
        text.replace('\n', "\r\n").into(),
        each(&|line| format!("> > {line}\n")).into(),
        each(&|line| format!(">{line}\r\n")).into(),
        each(&|line| format!("    {line}   \n")).into(),
        each(&|line| format!("\u{a0}{line}\u{a0}\r\n\r\n")).into(),
        text.replace("-----", "—").into(),
        each(&|line| {
            if line.len() > 40 && !line.starts_with('-') {
                format!("{}\n> {}\n", &line[..40], &line[40..])
            } else {
                format!("{line}\n")
            }
        })
        .into(),
        format!("-----BEGIN AGE ENCRYPTED FILE----- {unwrapped} -----END AGE ENCRYPTED FILE-----")
            .into(),
        each(&|line| {
            if line.starts_with('-') {
                format!("{line}\r\n")
            } else {
                format!("{}\r\n", line.replace('=', "=3D"))
            }
        })
        .into(),
        text.trim_end().into(),
        text.replace("-----END AGE ENCRYPTED FILE-----", "").into(),
        wide,
    ];
    for (number, mail) in mails.iter().enumerate() {
        assert!(is_parcel(mail), "{number}");
        assert_eq!(open(mail, &phrase()).as_ref(), Ok(&sent), "{number}");
    }
    for length in [0, 30, 60, 100, 500, text.len() / 2, text.len() - 60] {
        assert!(
            open(&text.as_bytes()[..length], &phrase()).is_err(),
            "{length}"
        );
    }
    assert!(!is_parcel(b"-----BEGIN AGE ENCRYPTED FILE-----\nYWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBhYmNkZWZnaGlq\n"));
    assert!(!is_parcel(b"-----BEGIN AGE ENCRYPTED FILE-----\n"));
    assert!(!is_parcel(b""));
}

#[test]
fn the_name_of_a_parcel_says_whose_it_is_and_when_it_was_made() {
    let mut parcel = some();
    parcel.pair = "a1b2000000000000000000000000ffff".parse().unwrap();
    parcel.set_sha = [0xab; 32];
    assert_eq!(
        file_name(&parcel, false),
        "a1b2-mentee-20261127T190338Z-abababab.parcel"
    );
    assert_eq!(
        file_name(&parcel, true),
        "a1b2-mentee-20261127T190338Z-abababab.parcel.txt"
    );
}

/// Changes of bytes: what, where, and to what.
fn edits() -> impl Strategy<Value = Vec<(u8, usize, u8)>> {
    proptest::collection::vec(any::<(u8, usize, u8)>(), 1..6)
}

/// Bytes that mean something in lines of JSON.
const TELLING: &[u8] = b"\"\\{}[],:0-e.\n\x00\xfftn";

fn mutated(bytes: &[u8], edits: &[(u8, usize, u8)]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for &(what, at, to) in edits {
        let at = at % bytes.len().max(1);
        let end = (at + usize::from(to)).min(bytes.len());
        match what % 8 {
            0 if at < bytes.len() => bytes[at] = to,
            1 if at < bytes.len() => bytes[at] = TELLING[usize::from(to) % TELLING.len()],
            2 => bytes.insert(at, to),
            3 => drop(bytes.drain(at..end)),
            4 => {
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
            5 => bytes.truncate(at),
            6 if at < bytes.len() => bytes[at] ^= 1 << (to % 8),
            _ => bytes.insert(at, TELLING[usize::from(to) % TELLING.len()]),
        }
    }
    bytes
}

/// Tries the same mutations each time; others in a long run.
fn each_mutated(cases: u32, judge: impl Fn(&[(u8, usize, u8)])) {
    let config = ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let mut runner = if std::env::var_os("MATCHBOOK_LONG").is_some() {
        TestRunner::new(config)
    } else {
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
    };
    let ran = runner.run(&edits(), |edits| {
        judge(&edits);
        Ok(())
    });
    ran.unwrap();
}

#[test]
fn a_mutated_sealed_file_is_refused_or_the_same() {
    let files = [
        sealed(&some()),
        seal(&parcel(vec![entry(0, "1")]), &phrase(), true).unwrap(),
    ];
    // Sealed with much work: only damage that leaves its beginning alone takes long.
    let armored = files[1].clone();
    each_mutated(500, |edits| {
        let came = mutated(&files[0], edits);
        if let Ok(opened) = open(&came, &phrase()) {
            assert_eq!(opened, some());
        }
        assert!(envelope::is_parcel(&armored));
        let _ = is_parcel(&mutated(&armored, edits));
    });
}

#[test]
fn mutated_lines_behind_the_seal_make_no_panic_and_nothing_that_is_not_whole() {
    let sent = parcel(
        (0..5)
            .map(|number| entry(number, "{\"a\":[1,null,\"x\\u00e9\"]}"))
            .collect(),
    );
    let written = lines::write(&sent).unwrap();
    let end = written[..written.len() - 1]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .unwrap()
        + 1;
    let accepted = std::cell::Cell::new(0);
    each_mutated(cases(3_000, 100_000), |edits| {
        let mut came = mutated(&written[..end], edits);
        let sum = lines::hex(&Sha256::digest(&came).into());
        // Whoever has the phrase can make a right end for anything.
        came.extend(format!("{{\"end\":true,\"entries\":5,\"sha256\":\"{sum}\"}}\n").bytes());
        if let Ok(parcel) = lines::read(&came[..]) {
            accepted.set(accepted.get() + 1);
            assert_eq!(parcel.set_sha, Parcel::checksum_of(&parcel.entries));
            assert_eq!(parcel.entries, sent.entries);
            assert!(lines::write(&parcel).is_ok());
        }
        let _ = lines::read(&mutated(&written, edits)[..]);
    });
    assert!(accepted.get() > 0);
}
