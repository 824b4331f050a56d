//! Queries of the search index, in ranked tiers: titles first, then whole phrases, then the rest, each newest first.

use chrono::NaiveDate;
use rusqlite::{Connection, params};

use super::Store;
use super::error::Result;
use super::project::current;
use super::search_index::{IndexedKind, id_of};
use super::tables::Log;
use crate::domain::change::Kind;
use crate::domain::id::Id;
use crate::domain::search::{SearchHit, SearchQuery, SearchTerm};

impl Store {
    /// Records that hold every one of `words`, or those of `only` one kind, best first: in the title, as a phrase, anywhere;
    /// each newest first. Queries of fewer than two letters find nothing.
    pub fn search_kind(
        &self,
        words: &str,
        only: Option<Kind>,
        limit: usize,
        offset: usize,
    ) -> Result<Vec<SearchHit>> {
        let query = SearchQuery::parse(words);
        self.read_snapshot("searching", |conn| {
            query_hits(conn, &query, only, limit, offset)
        })
    }

    /// Number of hits of [`Self::search_kind`], by kind.
    pub fn count_hits(&self, words: &str) -> Result<Vec<(Kind, usize)>> {
        self.with_context(
            "searching",
            count_by_kind(&self.conn, &SearchQuery::parse(words)),
        )
    }
}

/// A page of the records that match `search`, or of those of one kind, best first.
fn query_hits(
    conn: &Connection,
    search: &SearchQuery,
    only: Option<Kind>,
    limit: usize,
    offset: usize,
) -> Result<Vec<SearchHit>> {
    let mut hits = Vec::new();
    let mut skip = offset;
    for query in ranked_queries(search) {
        let before = hits.len();
        read_page(conn, &query, only, limit - before, skip, &mut hits)?;
        if hits.len() == limit {
            break;
        }
        // Earlier pages have shown hits of this tier.
        skip = match (hits.len() - before, skip) {
            (_, 0) | (1.., _) => 0,
            (0, skip) => skip.saturating_sub(count_matches(conn, &query, only)?),
        };
    }
    Ok(hits)
}

/// Number of records that match `search`, by kind. No text is read for it.
fn count_by_kind(conn: &Connection, search: &SearchQuery) -> Result<Vec<(Kind, usize)>> {
    let Some(query) = match_all(search.terms()) else {
        return Ok(Vec::new());
    };
    let mut statement = conn.prepare_cached(
        "SELECT min(rowid), count(*) FROM search WHERE search MATCH ?1 GROUP BY (rowid >> 7) & 31",
    )?;
    let rows = statement.query_map([query], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut kinds = Vec::new();
    for row in rows {
        let (doc, count): (i64, i64) = row?;
        if let Some(indexed) = IndexedKind::of_doc(doc) {
            kinds.push((indexed.kind, usize::try_from(count).unwrap_or(0)));
        }
    }
    kinds.sort_unstable();
    Ok(kinds)
}

/// The FTS5 queries of the tiers, best first; no record matches two of them.
fn ranked_queries(search: &SearchQuery) -> Vec<String> {
    let terms = search.terms();
    let Some(all) = match_all(terms).filter(|_| search.is_searchable()) else {
        return Vec::new();
    };
    let title = format!("title : ({all})");
    let mut tiers = vec![title.clone()];
    let mut rest = format!("({all}) NOT {title}");
    if terms.len() > 1 {
        let phrase = fts_term(&SearchTerm {
            words: terms.iter().flat_map(|term| term.words.clone()).collect(),
            is_prefix: terms.last().is_some_and(|last| last.is_prefix),
        });
        tiers.push(format!("{phrase} NOT {title}"));
        rest = format!("({rest}) NOT {phrase}");
    }
    tiers.push(rest);
    tiers
}

fn match_all(terms: &[SearchTerm]) -> Option<String> {
    let terms: Vec<_> = terms.iter().map(fts_term).collect();
    (!terms.is_empty()).then(|| terms.join(" AND "))
}

/// Quotes a term for FTS5. It holds only letters and digits, so nothing needs escaping.
fn fts_term(term: &SearchTerm) -> String {
    let begins = if term.is_prefix { "*" } else { "" };
    format!("\"{}\"{begins}", term.words.join(" "))
}

const OF_KIND: &str = "(?2 IS NULL OR (search.rowid >> 7) & 31 = ?2)";

/// The number of the kind that hits are to have; one that no document has for a kind without prose.
fn kind_number(only: Option<Kind>) -> Option<i64> {
    only.map(|kind| IndexedKind::of(kind).map_or(-1, |indexed| indexed.number))
}

fn count_matches(conn: &Connection, query: &str, only: Option<Kind>) -> Result<usize> {
    let sql = format!("SELECT count(*) FROM search WHERE search MATCH ?1 AND {OF_KIND}");
    let count: i64 = conn
        .prepare_cached(&sql)?
        .query_row(params![query, kind_number(only)], |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or(0))
}

fn read_page(
    conn: &Connection,
    query: &str,
    only: Option<Kind>,
    limit: usize,
    offset: usize,
    hits: &mut Vec<SearchHit>,
) -> Result<()> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT doc, day, rec FROM search CROSS JOIN search_doc ON doc = search.rowid
         WHERE search MATCH ?1 AND {OF_KIND} ORDER BY search.rowid DESC LIMIT ?3 OFFSET ?4"
    ))?;
    let window = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let only = kind_number(only);
    let mut rows = statement.query(params![query, only, window(limit), window(offset)])?;
    while let Some(row) = rows.next()? {
        // A kind that only a newer program knows is left out.
        if let Some(indexed) = IndexedKind::of_doc(row.get(0)?) {
            let date = i32::try_from(row.get::<_, i64>(1)?).ok();
            let date = date.and_then(NaiveDate::from_num_days_from_ce_opt);
            hits.extend(read_hit(conn, indexed, row.get(2)?, date)?);
        }
    }
    Ok(())
}

/// The hit for a record of the index; none where the tables do not have it.
fn read_hit(
    conn: &Connection,
    indexed: &IndexedKind,
    id: Id,
    date: Option<NaiveDate>,
) -> Result<Option<SearchHit>> {
    let Some((log, fields)) = current(conn, indexed.kind, id)? else {
        return Ok(None);
    };
    let text = indexed.text(&fields);
    let parent = indexed
        .parent
        .and_then(|(field, kind)| Some((id_of(&fields, field)?, kind)));
    let parent_title = match parent {
        Some((parent, kind)) => title(conn, kind, parent)?,
        None => String::new(),
    };
    Ok(Some(SearchHit {
        kind: indexed.kind,
        id,
        parent: parent.map(|(parent, _)| parent),
        private: log == Log::Private,
        archived: fields
            .get("archived")
            .is_some_and(|archived| *archived == true),
        title: text.title,
        body: text.body,
        parent_title,
        date,
        book: None,
    }))
}

/// The title of a record; empty where there is none.
fn title(conn: &Connection, kind: Kind, rec: Id) -> Result<String> {
    let Some(indexed) = IndexedKind::of(kind) else {
        return Ok(String::new());
    };
    let found = current(conn, kind, rec)?;
    Ok(found.map_or_else(String::new, |(_, fields)| indexed.text(&fields).title))
}
