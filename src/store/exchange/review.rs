//! Changes of a parcel in words: a line for each record, its fields old and new.

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde_json::Value;

use super::entry::{Entry, Parcel};
use super::receive::kind_of_change;
use super::versions;
use crate::domain::change::{Change, Fields, Kind, Record};
use crate::domain::exchange::{FieldReview, ReviewChange, ReviewLine};
use crate::domain::id::Id;
use crate::store::error::Result;
use crate::store::project::{decode_record, for_each_row};

/// Fields that place a record and mean nothing to people.
const UNSPOKEN: [&str; 3] = ["order", "private", "version"];

/// The line about a record into which `added` came; none if that shows nowhere.
pub(super) fn line<'e>(
    conn: &Connection,
    (kind, id): (Kind, Id),
    change: Option<&Change>,
    added: impl Iterator<Item = &'e Entry>,
    parcel: &Parcel,
) -> Result<Option<ReviewLine>> {
    let several = versions::of_record(conn, kind, id)?;
    let record = change.and_then(|change| change.after.clone().or(change.before.clone()));
    let label = record.as_ref().map(Record::label);
    let Some(label) = label.or(several.first().map(|it| it.label.clone())) else {
        return Ok(None);
    };
    let newest = added.max_by_key(|entry| (entry.at_ms, entry.id));
    let author = newest.and_then(|entry| {
        let mut copies = parcel.copies.iter();
        copies
            .find(|(id, _)| *id == entry.replica)
            .map(|(_, role)| *role)
    });
    let author = author.unwrap_or(parcel.role);
    let mut fields = change.map(fields).unwrap_or_default();
    for versions in &several {
        fields.retain(|field| field.name != versions.field);
        let version = |is_theirs: bool| {
            let mut of_side = versions.versions.iter();
            let found = of_side.find(|it| (it.author == author) == is_theirs);
            found.map(|it| words(&it.value)).unwrap_or_default()
        };
        fields.push(FieldReview {
            name: versions.field.clone(),
            old: version(false),
            new: version(true),
        });
    }
    let change = match change {
        Some(change) => kind_of_change(change, !several.is_empty()),
        None => ReviewChange::BothChanged,
    };
    Ok(Some(ReviewLine {
        kind,
        id,
        label,
        author,
        change,
        fields,
        twin: None,
    }))
}

/// The fields that differ.
fn fields(change: &Change) -> Vec<FieldReview> {
    let of = |record: &Option<Record>| record.as_ref().map(Record::fields).unwrap_or_default();
    let (before, after) = (of(&change.before), of(&change.after));
    let words = |fields: &Fields, name: &str| fields.get(name).map(words).unwrap_or_default();
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort_unstable();
    names.dedup();
    let differing = names
        .into_iter()
        .filter(|name| before.get(*name) != after.get(*name));
    differing
        .map(|name| FieldReview {
            name: name.clone(),
            old: words(&before, name),
            new: words(&after, name),
        })
        .filter(|field| !UNSPOKEN.contains(&field.name.as_str()))
        .filter(|field| !(field.old.is_empty() && field.new.is_empty()))
        .collect()
}

/// A value for people; an id says nothing to them.
fn words(value: &Value) -> String {
    match value {
        Value::Null | Value::Object(_) => String::new(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) if text.parse::<Id>().is_ok() => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(members) => {
            let members: Vec<_> = members
                .iter()
                .map(words)
                .filter(|text| !text.is_empty())
                .collect();
            members.join(", ")
        }
    }
}

/// Finds the goals that both have entered: new ones with the title of one that was here.
pub(super) fn find_twins(conn: &Connection, lines: &mut [ReviewLine]) -> Result<()> {
    let is_new = |line: &ReviewLine| line.kind == Kind::Goal && line.change == ReviewChange::New;
    if !lines.iter().any(is_new) {
        return Ok(());
    }
    let mut goals: BTreeMap<Id, String> = BTreeMap::new();
    for_each_row(conn, Kind::Goal, |id, fields| {
        if let Record::Goal(goal) = decode_record(Kind::Goal, id, fields.clone())?
            && !goal.archived
        {
            goals.insert(id, normalized(&goal.title));
        }
        Ok(())
    })?;
    let new: Vec<Id> = lines
        .iter()
        .filter(|line| is_new(line))
        .map(|line| line.id)
        .collect();
    for line in lines.iter_mut().filter(|line| is_new(line)) {
        let title = goals.get(&line.id);
        let mut ours = goals.iter().filter(|(id, _)| !new.contains(id));
        line.twin = ours
            .find(|(_, ours)| title.is_some_and(|title| is_alike(title, ours)))
            .map(|(id, _)| *id);
    }
    Ok(())
}

fn normalized(title: &str) -> String {
    let letters = title
        .chars()
        .filter(|letter| letter.is_alphanumeric() || letter.is_whitespace());
    let words: String = letters.flat_map(char::to_lowercase).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// True for titles that differ by a slip at most.
fn is_alike(one: &str, other: &str) -> bool {
    const ALIKE: f64 = 0.85;
    !one.is_empty() && strsim::normalized_levenshtein(one, other) >= ALIKE
}
