//! Fields that were changed on both computers before either knew of the other: all versions, and picking one.

use chrono::DateTime;
use rusqlite::Connection;

use super::{held, rows};
use crate::domain::change::{Committed, Kind};
use crate::domain::exchange::{Version, Versions};
use crate::domain::id::Id;
use crate::domain::person::Role;
use crate::env::Env;
use crate::store::error::Result;
use crate::store::log::{DELETED, Heads, LogTarget};
use crate::store::project::{current, decode_record, project};
use crate::store::tables::Log;
use crate::store::{Store, history};

impl Store {
    /// Every field with several versions.
    pub fn versions(&self) -> Result<Vec<Versions>> {
        self.read_snapshot("looking for several versions", |conn| {
            if !held::may_have_several(conn)? {
                return Ok(Vec::new());
            }
            let mut statement = conn.prepare(
                "SELECT DISTINCT kind, rec FROM entry WHERE head = 1 GROUP BY kind, rec, field HAVING count(*) > 1",
            )?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                if let Some(kind) = Kind::from_name(row.get_ref(0)?.as_str().unwrap_or_default()) {
                    found.extend(of_record(conn, kind, row.get(1)?)?);
                }
            }
            Ok(found)
        })
    }

    /// Picks version number `chosen` (from 0) of a field with several, as one commit.
    pub fn pick_version(
        &mut self,
        of: &Versions,
        chosen: usize,
        env: &mut Env,
    ) -> Result<Committed> {
        let at = env.now();
        let label = format!("version of {} picked", of.label);
        let target = LogTarget {
            log: Log::Shared,
            kind: of.kind,
            rec: of.id,
        };
        let committed = self.write(at, env, |writer| {
            let mut changes = Vec::new();
            if let Some(version) = of.versions.get(chosen) {
                writer.settle(target, &of.field, &version.value)?;
                changes.extend(project(writer.conn, of.kind, of.id)?);
                history::record_new(writer, &label)?;
            }
            Ok(Committed {
                label: label.clone(),
                changes,
            })
        })?;
        Ok(self.committed_by_own_clock(committed, env))
    }
}

/// The fields of one record with several versions; none for one that is deleted or private.
pub(super) fn of_record(conn: &Connection, kind: Kind, rec: Id) -> Result<Vec<Versions>> {
    let heads = Heads::read(
        conn,
        LogTarget {
            log: Log::Shared,
            kind,
            rec,
        },
    )?;
    let Some((Log::Shared, fields)) = current(conn, kind, rec)? else {
        return Ok(Vec::new());
    };
    let label = decode_record(kind, rec, fields)?.label();
    let mut copies: Option<Vec<(Id, Role)>> = None;
    let mut found = Vec::new();
    for (field, several) in heads.several() {
        if field == DELETED {
            continue;
        }
        if copies.is_none() {
            copies = Some(rows::copies(conn)?);
        }
        let author = |replica| {
            let mut copies = copies.iter().flatten();
            copies
                .find(|(id, _)| *id == replica)
                .map_or(Role::Mentee, |(_, role)| *role)
        };
        let mut versions: Vec<_> = several
            .iter()
            .map(|head| (head.at_ms, head.id, head))
            .collect();
        versions.sort_unstable_by_key(|(at, id, _)| std::cmp::Reverse((*at, *id)));
        found.push(Versions {
            kind,
            id: rec,
            label: label.clone(),
            field: field.clone(),
            versions: versions
                .into_iter()
                .map(|(at, _, head)| Version {
                    value: head.value.clone(),
                    author: author(head.replica),
                    at: DateTime::from_timestamp_millis(at).unwrap_or_default(),
                })
                .collect(),
        });
    }
    Ok(found)
}
