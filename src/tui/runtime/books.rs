//! Effects on the shelf: listing the books, searching in one or all, archiving one, going on with one that another window
//! had open.

use std::path::Path;

use super::{BookHandle, Runtime, SEARCH_PAGE_SIZE};
use crate::app::Msg;
use crate::domain::search::{SearchPage, SearchRequest};
use crate::problem::Problem;
use crate::store::{OpenMode, Store, StoreError};
use crate::{files, shelf};

impl Runtime {
    pub(super) fn list_books(&mut self) -> Vec<Msg> {
        let (places, catalog, env) = (&self.dirs, &self.catalog, &mut self.env);
        let open = self.book.as_ref().map(|book| &book.store);
        vec![Msg::Shelf(shelf::lines(places, open, catalog, env))]
    }

    pub(super) fn search_books(&mut self, request: SearchRequest) -> Vec<Msg> {
        let (places, catalog, env) = (&self.dirs, &self.catalog, &mut self.env);
        let open = self.book.as_ref().map(|book| &book.store);
        let limit = SEARCH_PAGE_SIZE;
        let page = shelf::search_books(&request, limit, places, open, catalog, env);
        vec![Msg::SearchResults(request, page)]
    }

    /// Takes a book off the shelf, or puts it back.
    pub(super) fn archive_book(
        &mut self,
        path: &Path,
        archived: bool,
    ) -> Result<Vec<Msg>, Problem> {
        self.dirs.set_archived(path, archived)?;
        let name = files::name_of(path);
        let words = if archived {
            format!("{name} is archived; its file stays. A puts it back.")
        } else {
            format!("{name} is on the shelf again.")
        };
        let mut messages = self.list_books();
        messages.push(Msg::Report(words));
        Ok(messages)
    }

    /// Tries to open for editing the book that another window had open when it was opened here. Asked at each key and
    /// when the window is looked at, so that nothing has to wake up for it.
    pub fn retry_editing(&mut self) -> Vec<Msg> {
        let Some(book) = self.book.as_ref().filter(|book| book.read_only.is_some()) else {
            return Vec::new();
        };
        let (id, path, identity) = (book.id, book.store.path(), book.store.identity());
        let store = match Store::open(path, OpenMode::Edit, &mut self.env) {
            Ok(store) if !store.is_read_only() && store.identity() == identity => store,
            Ok(_) | Err(_) => return Vec::new(),
        };
        let mut book = BookHandle::new(id, store);
        let Ok(opened) = self.load(&mut book) else {
            return Vec::new();
        };
        self.reset_backups();
        self.book = Some(book);
        vec![Msg::BookReloaded(Box::new(opened))]
    }
}

/// A page of hits in the book of `store`.
pub(super) fn search_page(store: &Store, request: SearchRequest) -> Result<Vec<Msg>, StoreError> {
    let only = request.filter.kind();
    let page = SearchPage {
        hits: store.search_kind(&request.words, only, SEARCH_PAGE_SIZE, request.skip)?,
        kinds: if request.skip == 0 {
            store.count_hits(&request.words)?
        } else {
            Vec::new()
        },
    };
    Ok(vec![Msg::SearchResults(request, page)])
}
