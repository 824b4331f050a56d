//! State of the exchange: parcels sent and received, equality of both copies, news.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, params};

use super::entry::Parcel;
use super::held::{held, meta, set_meta};
use super::share;
use crate::domain::change::Kind;
use crate::domain::exchange::{News, PairStatus, ReviewChange};
use crate::domain::person::Role;
use crate::store::Store;
use crate::store::checksum::Checksum;
use crate::store::encoding::hex;
use crate::store::error::Result;
use crate::store::log::DELETED;
use crate::store::project::{current, decode_record};
use crate::store::tables::RECEIVED;

/// Directions of a parcel in the table `exchange`.
const SENT_ROW: &str = "sent";
const RECEIVED_ROW: &str = "received";
const OWN_ROW: &str = "from another computer of one's own";
/// Key in `meta` of the phrase. It is in no export, and the parcel reader cannot read the table.
const PHRASE: &str = "phrase";
/// Key in `meta` of the newest parcel whose news were looked at.
const NEWS_SEEN: &str = "news_seen";

impl Store {
    /// State of the exchange with the partner.
    pub fn pair_status(&self) -> Result<PairStatus> {
        self.read_snapshot("reading how the exchange stands", |conn| {
            let (entries, set_sha) = held(conn)?;
            let waiting = share::waiting(conn)?.values().sum();
            let (sent, received) = (last(conn, SENT_ROW)?, last(conn, RECEIVED_ROW)?);
            Ok(PairStatus {
                is_paired: sent.is_some() || received.is_some(),
                entries,
                set_sha,
                waiting,
                sent,
                received,
                is_same: waiting == 0 && partner_set(conn)? == Some(set_sha),
            })
        })
    }

    /// The phrase that seals the parcels of this match; none before the first.
    pub fn phrase(&self) -> Result<Option<String>> {
        self.with_context("reading the phrase", meta(&self.conn, PHRASE))
    }

    /// Keeps the phrase, in this file alone.
    pub fn set_phrase(&mut self, phrase: &str) -> Result<()> {
        self.transact("keeping the phrase", |conn| set_meta(conn, PHRASE, phrase))
    }

    /// Notes that everything sealed was written to the file named `file`.
    pub fn record_sent(&mut self, file: &str, at: DateTime<Utc>) -> Result<()> {
        self.transact("noting the parcel", |conn| {
            let (entries, set_sha) = held(conn)?;
            insert(conn, SENT_ROW, (file, entries, &set_sha, at)).map(|_| ())
        })
    }

    /// Records that the partner changed and nobody has looked at since, newest first.
    pub fn news(&self) -> Result<Vec<News>> {
        self.read_snapshot("looking for news", news)
    }

    /// Marks all news as seen.
    pub fn mark_news_seen(&mut self) -> Result<()> {
        self.transact("noting that news were seen", |conn| {
            let newest: i64 =
                conn.query_row("SELECT coalesce(max(id), 0) FROM exchange", [], |row| {
                    row.get(0)
                })?;
            set_meta(conn, NEWS_SEEN, &newest.to_string())
        })
    }
}

fn insert(
    conn: &Connection,
    direction: &str,
    (file, entries, set_sha, at): (&str, usize, &Checksum, DateTime<Utc>),
) -> Result<i64> {
    let sql = "INSERT INTO exchange(at_ms, direction, file, entries, set_sha) VALUES (?1, ?2, ?3, ?4, ?5)";
    conn.prepare_cached(sql)?.execute(params![
        at.timestamp_millis(),
        direction,
        file,
        i64::try_from(entries).unwrap_or(i64::MAX),
        hex(set_sha)
    ])?;
    Ok(conn.last_insert_rowid())
}

/// Notes a parcel that came; returns the number that its entries carry.
pub(super) fn record_received(
    conn: &Connection,
    parcel: &Parcel,
    me: Role,
    at: DateTime<Utc>,
) -> Result<i64> {
    // A second computer of one's own says nothing about what the partner holds.
    let direction = if parcel.role == me {
        OWN_ROW
    } else {
        RECEIVED_ROW
    };
    insert(
        conn,
        direction,
        ("", parcel.entries.len(), &parcel.set_sha, at),
    )
}

/// True for a book that has exchanged parcels, and never with one of the copies that made `parcel`.
pub(super) fn is_stranger(conn: &Connection, parcel: &Parcel) -> Result<bool> {
    let exchanged = "SELECT EXISTS (SELECT 1 FROM exchange WHERE direction = ?1)";
    if !conn.query_row(exchanged, [RECEIVED_ROW], |row| row.get(0))? {
        return Ok(false);
    }
    let known = super::rows::copies(conn)?;
    let mut theirs = parcel.copies.iter();
    Ok(!theirs.any(|(id, _)| known.iter().any(|(known, _)| known == id)))
}

/// Time of the last parcel in `direction`.
fn last(conn: &Connection, direction: &str) -> Result<Option<DateTime<Utc>>> {
    let sql = "SELECT at_ms FROM exchange WHERE direction = ?1 ORDER BY id DESC LIMIT 1";
    let at = conn
        .prepare_cached(sql)?
        .query_row([direction], |row| row.get(0))
        .optional()?;
    Ok(at.and_then(DateTime::from_timestamp_millis))
}

/// The checksum of the set that the last parcel held which came from the partner.
pub(super) fn partner_set(conn: &Connection) -> Result<Option<Checksum>> {
    let sql = "SELECT unhex(set_sha) FROM exchange WHERE direction = ?1 ORDER BY id DESC LIMIT 1";
    Ok(conn
        .prepare_cached(sql)?
        .query_row([RECEIVED_ROW], |row| row.get(0))
        .optional()?)
}

fn news(conn: &Connection) -> Result<Vec<News>> {
    let seen = meta(conn, NEWS_SEEN)?
        .and_then(|seen| seen.parse().ok())
        .unwrap_or(0_i64);
    let newer = "SELECT EXISTS (SELECT 1 FROM exchange WHERE direction = ?1 AND id > ?2)";
    if !conn.query_row(newer, params![RECEIVED_ROW, seen], |row| row.get(0))? {
        return Ok(Vec::new());
    }
    let mut statement = conn.prepare(&format!(
        "SELECT e.kind, e.rec, max(x.at_ms), max(e.field = '{DELETED}' AND e.parents IS NULL)
         FROM entry AS e JOIN exchange AS x ON x.id = e.import_id
         WHERE e.import_id > ?1 AND e.state = {RECEIVED} AND x.direction = ?2 GROUP BY 1, 2 ORDER BY 3 DESC, e.kind, e.rec"
    ))?;
    let mut rows = statement.query(params![seen, RECEIVED_ROW])?;
    let mut news = Vec::new();
    while let Some(row) = rows.next()? {
        let Some(kind) = Kind::from_name(row.get_ref(0)?.as_str().unwrap_or_default()) else {
            continue;
        };
        let id = row.get(1)?;
        let Some((_, fields)) = current(conn, kind, id)? else {
            continue;
        };
        let record = decode_record(kind, id, fields)?;
        let change = match (record.is_archived(), row.get(3)?) {
            (true, _) => ReviewChange::Archived,
            (false, true) => ReviewChange::New,
            (false, false) => ReviewChange::Changed,
        };
        let at = DateTime::from_timestamp_millis(row.get(2)?).unwrap_or_default();
        news.push(News {
            kind,
            id,
            label: record.label(),
            change,
            at,
        });
    }
    Ok(news)
}
