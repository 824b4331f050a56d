//! Queries of the search index, in ranked tiers: titles first, then whole phrases, then the rest, each newest first.

use rusqlite::{Connection, params};

use super::Store;
use super::error::{Result, decode_error};
use super::project::parse_id;
use super::search_index::{PARENT_KINDS, day_of_doc, kind_number, kind_of_doc};
use crate::domain::change::Kind;
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
        let hits = query_hits(&self.conn, &SearchQuery::parse(words), only, limit, offset);
        self.with_context("searching", hits)
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
        "SELECT min(rowid), count(*) FROM search WHERE search MATCH ?1 GROUP BY (rowid >> 24) & 255",
    )?;
    let rows = statement.query_map([query], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut kinds = Vec::new();
    for row in rows {
        let (doc, count): (i64, i64) = row?;
        if let Some(kind) = kind_of_doc(doc) {
            kinds.push((kind, usize::try_from(count).unwrap_or(0)));
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

/// Arms of an SQL `CASE`: from a document's kind number to that of the kind at which it opens.
fn parent_kind_arms() -> String {
    let arms = PARENT_KINDS.iter().map(|(kind, parent)| {
        format!("WHEN {} THEN {} ", kind_number(*kind), kind_number(*parent))
    });
    arms.collect()
}

const OF_KIND: &str = "(?2 IS NULL OR (search.rowid >> 24) & 255 = ?2)";

fn count_matches(conn: &Connection, query: &str, only: Option<Kind>) -> Result<usize> {
    let sql = format!("SELECT count(*) FROM search WHERE search MATCH ?1 AND {OF_KIND}");
    let count: i64 = conn
        .prepare_cached(&sql)?
        .query_row(params![query, only.map(kind_number)], |row| row.get(0))?;
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
        "SELECT d.doc, d.rec, d.place, d.private, d.put_away, d.title, d.body,
           coalesce((SELECT p.title FROM search_doc AS p WHERE p.rec = d.place
             AND (p.doc >> 24) & 255 = CASE (d.doc >> 24) & 255 {} END), '')
         FROM search CROSS JOIN search_doc AS d ON d.doc = search.rowid
         WHERE search MATCH ?1 AND {OF_KIND} ORDER BY search.rowid DESC LIMIT ?3 OFFSET ?4",
        parent_kind_arms()
    ))?;
    let window = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let only = only.map(kind_number);
    let mut rows = statement.query(params![query, only, window(limit), window(offset)])?;
    while let Some(row) = rows.next()? {
        let doc = row.get(0)?;
        // A kind that only a newer program knows is left out.
        let Some(kind) = kind_of_doc(doc) else {
            continue;
        };
        let id = |index| parse_id(row.get_ref(index)?.as_str().map_err(decode_error)?);
        let (record, parent) = (id(1)?, id(2)?);
        hits.push(SearchHit {
            kind,
            id: record,
            parent: Some(parent).filter(|parent| *parent != record),
            private: row.get(3)?,
            archived: row.get(4)?,
            title: row.get(5)?,
            body: row.get(6)?,
            parent_title: row.get(7)?,
            date: day_of_doc(doc),
        });
    }
    Ok(())
}
