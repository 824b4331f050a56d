//! Program files that extend another program: only what differs is written down.
//!
//! Lists whose items have a key are merged item by item; `leave_out` names items that are not wanted. Any other value takes
//! the place of that of the base. An error is told at its place in the file that extends, where it is written there.

use toml::{Table, Value};

use super::parse::{deserialize, parse};
use super::user_files::{file_name, read_text};
use super::{Catalog, CatalogError, FileKind, ValidationError, built_in};
use crate::domain::program::Program;

/// Key of the base in a program file.
const EXTENDS: &str = "extends";
/// Key of what is left out.
const LEAVE_OUT: &str = "leave_out";
/// Lists that are merged item by item, each with the field that tells its items apart.
const KEYED_LISTS: [(&str, &str); 3] = [("milestones", "key"), ("forms", "form"), ("aims", "key")];
/// Largest number of programs that extend one another.
const MAX_BASES: usize = 4;

impl Catalog {
    /// Parses a program file, which may extend another program.
    ///
    /// # Errors
    /// As [`parse()`], and when there is no such base or it does not have what is left out.
    pub(super) fn parse_program(&self, file: &str, text: &str) -> Result<Program, CatalogError> {
        let own: Table = deserialize(file, text)?;
        if base_of(&own).is_none() {
            return parse(file, text);
        }
        let whole = self.merged(file, text, own.clone(), MAX_BASES)?;
        let merged =
            toml::to_string(&whole).map_err(|error| invalid(file, text, "", &error.to_string()))?;
        let program = parse(file, &merged);
        program.map_err(|error| match error {
            CatalogError::Invalid { field, what, .. } => {
                let field = field.map(|field| place_in(&own, &whole, &field));
                invalid(file, text, &field.unwrap_or_default(), &what)
            }
            CatalogError::Unknown { .. } | CatalogError::Unreadable { .. } => error,
        })
    }

    /// The whole table of a file; `bases` is how many may still be extended.
    fn merged(
        &self,
        file: &str,
        text: &str,
        own: Table,
        bases: usize,
    ) -> Result<Table, CatalogError> {
        let Some(key) = base_of(&own) else {
            return Ok(own);
        };
        let Some(key) = key.as_str().filter(|_| bases > 0) else {
            let what = "name the key of one program; at most four may extend one another";
            return Err(invalid(file, text, EXTENDS, what));
        };
        let (base_file, base_text) = self
            .program_text(key)
            .ok_or_else(|| invalid(file, text, EXTENDS, &format!("there is no program “{key}”")))?;
        let base: Table = deserialize(&base_file, &base_text)?;
        let mut whole = self.merged(&base_file, &base_text, base, bases - 1)?;
        let mut own = own;
        if let Some(left_out) = own.remove(LEAVE_OUT) {
            leave_out(&mut whole, &left_out).map_err(|(list, what)| {
                invalid(file, text, &format!("{LEAVE_OUT} › {list}"), &what)
            })?;
        }
        merge(&mut whole, own);
        Ok(whole)
    }

    fn program_text(&self, key: &str) -> Option<(String, String)> {
        if let Some((file, text)) = built_in(FileKind::Program.key(), key) {
            return Some((file.to_owned(), text.to_owned()));
        }
        let path = self.user_folder.as_ref()?.path(FileKind::Program, key)?;
        let file = file_name(&path);
        let text = read_text(&path, &file).ok()?;
        Some((file, text))
    }
}

/// The base that a table names; an empty one is none.
fn base_of(own: &Table) -> Option<&Value> {
    own.get(EXTENDS).filter(|key| key.as_str() != Some(""))
}

fn invalid(file: &str, text: &str, field: &str, what: &str) -> CatalogError {
    ValidationError::at(field, what).into_error(file, text)
}

/// Takes the items that `left_out` names out of the base. An error has the list it is about.
fn leave_out(base: &mut Table, left_out: &Value) -> Result<(), (String, String)> {
    for (list, keys) in left_out.as_table().into_iter().flatten() {
        let wrong = |what: &str| (list.clone(), what.to_owned());
        let identity = identity_of(list)
            .ok_or_else(|| wrong("what can be left out are milestones, forms and aims"))?;
        let items = base.get_mut(list).and_then(Value::as_array_mut);
        let items = items.ok_or_else(|| wrong("the program that is extended has none"))?;
        let keys = keys
            .as_array()
            .ok_or_else(|| wrong("write a list of keys"))?;
        for key in keys {
            let before = items.len();
            items.retain(|item| item.get(identity) != Some(key));
            if items.len() == before {
                return Err(wrong(&format!(
                    "the program that is extended has no {key} there"
                )));
            }
        }
        // A date stays, though the form that was due on it is not asked for.
        if list == "forms" {
            let dates = base.get_mut("milestones").and_then(Value::as_array_mut);
            for date in dates.into_iter().flatten().filter_map(Value::as_table_mut) {
                if date.get("form").is_some_and(|form| keys.contains(form)) {
                    date.remove("form");
                }
            }
        }
    }
    Ok(())
}

fn identity_of(list: &str) -> Option<&'static str> {
    let mut lists = KEYED_LISTS.iter();
    lists.find_map(|(name, identity)| (*name == list).then_some(*identity))
}

/// Puts the values of `own` into `base`.
fn merge(base: &mut Table, own: Table) {
    for (key, value) in own {
        match (base.get_mut(&key), value) {
            (Some(Value::Array(items)), Value::Array(own)) if identity_of(&key).is_some() => {
                let identity = identity_of(&key).unwrap_or_default();
                for item in own {
                    merge_item(items, item, identity);
                }
            }
            (Some(Value::Table(whole)), Value::Table(own)) => whole.extend(own),
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

fn merge_item(items: &mut Vec<Value>, own: Value, identity: &str) {
    let same = |item: &&mut Value| {
        let known = item.get(identity);
        known.is_some() && known == own.get(identity)
    };
    match (
        items.iter_mut().find(same).and_then(Value::as_table_mut),
        own,
    ) {
        (Some(item), Value::Table(own)) => item.extend(own),
        (_, own) => items.push(own),
    }
}

/// The place in the file `own` of what stands at `field` in the merged table: an item of a list has another number there.
fn place_in(own: &Table, whole: &Table, field: &str) -> String {
    let (item, rest) = field.split_once(" › ").unwrap_or((field, ""));
    let found = item.split_once(' ').and_then(|(list, number)| {
        let at = number.parse::<usize>().ok()?.checked_sub(1)?;
        let item = whole.get(list)?.as_array()?.get(at)?;
        let identity = identity_of(list)?;
        let mut own = own.get(list)?.as_array()?.iter();
        let at = own.position(|it| it.get(identity) == item.get(identity))?;
        Some(format!("{list} {}", at + 1))
    });
    match (found, rest) {
        (Some(item), "") => item,
        (Some(item), rest) => format!("{item} › {rest}"),
        (None, _) => field.to_owned(),
    }
}
