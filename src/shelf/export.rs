//! Exports of the open book: one pipeline from its records to bytes, for the command line and the screen's jobs.

use std::io::{self, Write};
use std::path::Path;

use chrono::NaiveDate;

use crate::catalog::Catalog;
use crate::domain::book::Book;
use crate::env::Env;
use crate::export::{
    Content, EXPORTERS, ExportError, ExportLevel, ExportProgress, ExportSource, ExportSubject,
    Exporter, PLAIN_TEXT, Request, exporter, file_name, format_names, withheld_notes,
};
use crate::problem::Problem;
use crate::store::Store;

/// Stage with which every export begins.
pub const FIRST_STAGE: &str = "Reading the book";

/// Input of an export besides its request.
pub struct ExportPipeline<'a> {
    pub store: &'a Store,
    pub catalog: &'a Catalog,
    pub env: &'a Env,
    /// Times before a meeting at which a calendar reminds of it, in minutes.
    pub reminders: &'a [u32],
    pub progress: &'a dyn ExportProgress,
    /// True if plain text may replace a format that is no text, and the output may end early.
    pub is_preview: bool,
}

/// Output of an export.
pub struct Exported<W> {
    pub request: Request,
    pub exporter: &'static Exporter,
    /// Title of the document.
    pub title: String,
    pub file_name: String,
    /// Notices on what is withheld or left out.
    pub withheld: Vec<String>,
    pub out: W,
}

impl ExportPipeline<'_> {
    /// Exports the request that `request` finds in the book at `level`, to the output that `open` makes for a file name.
    ///
    /// # Errors
    /// When book or data files cannot be read, the request is refused or canceled, or the output fails.
    pub fn run<W: Write>(
        &self,
        level: ExportLevel,
        request: impl FnOnce(&ExportSource) -> Result<Request, ExportError>,
        open: impl FnOnce(&str) -> Result<W, Problem>,
    ) -> Result<Exported<W>, Problem> {
        self.stage(FIRST_STAGE)?;
        // Private records are loaded for their owner alone.
        let book = match level {
            ExportLevel::Shared | ExportLevel::Counts => self.store.load_shared()?,
            ExportLevel::Office | ExportLevel::All => self.store.load_all()?,
        };
        self.stage("Putting it together")?;
        with_export_source(&book, self.catalog, self.env.today(), |source| {
            let mut request = request(source)?;
            request.level = level;
            request.options.written_at = Some(self.env.now().naive_utc());
            request.options.reminders = self.reminders.to_vec();
            let exporter = exporter(request.format)?;
            require_supported(exporter, &request.subject)?;
            let mut withheld = self.withheld_notes(&request, *source)?;
            let content = Content::for_request(&request, source)?;
            withheld.extend(exporter.note(&content));
            let file_name = file_name(&content.document, exporter.extension());
            let mut out = open(&file_name)?;
            self.write(exporter, &content, &mut out)
                .map_err(|error| match error {
                    ExportError::Write(error) => write_failed(file_name.as_ref(), &error),
                    ExportError::Refused(_) | ExportError::Canceled => error.into(),
                })?;
            Ok(Exported {
                exporter,
                title: content.document.title,
                file_name,
                withheld,
                out,
                request,
            })
        })
    }

    fn stage(&self, name: &str) -> Result<(), ExportError> {
        let goes_on = self.progress.stage(name);
        goes_on.then_some(()).ok_or(ExportError::Canceled)
    }

    /// Counts the private records that are withheld; the export itself never reads them.
    fn withheld_notes(
        &self,
        request: &Request,
        source: ExportSource,
    ) -> Result<Vec<String>, Problem> {
        let book = &self.store.load_for_withheld_notes()?;
        let source = ExportSource { book, ..source };
        Ok(withheld_notes(&request.subject, request.level, &source))
    }

    fn write(
        &self,
        exporter: &Exporter,
        content: &Content,
        out: &mut dyn Write,
    ) -> Result<(), ExportError> {
        if !self.is_preview {
            exporter.write(content, out, self.progress)?;
            return Ok(out.flush()?);
        }
        let exporter = if exporter.is_text() {
            exporter
        } else {
            &PLAIN_TEXT
        };
        match exporter.write(content, out, self.progress) {
            // It is full.
            Err(ExportError::Write(_)) => Ok(()),
            result => result,
        }
    }
}

/// Problem for a file or its folder that cannot be written.
pub fn write_failed(path: &Path, error: &io::Error) -> Problem {
    // Windows replaces no file that another program has open, and says that access is denied.
    let hint = if cfg!(windows) && path.is_file() {
        "If it is open in another program, such as Word, close it there and try again; or choose another name."
    } else {
        "Check that the folder exists, that you may write to it and that there is room."
    };
    Problem::new(format!("The file {} could not be written.", path.display()))
        .hint(hint)
        .caused_by(error)
}

/// Refuses a format that cannot hold `subject`.
fn require_supported(format: &Exporter, subject: &ExportSubject) -> Result<(), Problem> {
    if format.supports(subject) {
        return Ok(());
    }
    let supporting = EXPORTERS.iter().copied();
    let supporting = supporting.filter(|format| format.supports(subject));
    let message = format!("The format “{}” cannot say that.", format.id());
    let hint = format!("Choose one of: {}.", format_names(supporting));
    Err(Problem::wrong_use(message, hint))
}

/// Runs `work` on everything an export reads; `book` must be loaded completely.
///
/// # Errors
/// When a data file of the book's program cannot be read, and every error of `work`.
pub fn with_export_source<T>(
    book: &Book,
    catalog: &Catalog,
    today: NaiveDate,
    work: impl FnOnce(&ExportSource<'_>) -> Result<T, Problem>,
) -> Result<T, Problem> {
    let (program, _) = catalog.program_of(book, today)?;
    let forms: Vec<_> = catalog
        .forms_of(&program)?
        .into_iter()
        .map(|(_, def)| def)
        .collect();
    let competencies = match &program.competencies {
        Some(set) => Some(catalog.competencies(set)?),
        None => None,
    };
    let deck = catalog.deck_of(book)?;
    work(&ExportSource {
        book,
        program: &program,
        forms: &forms,
        deck: &deck,
        competencies: competencies.as_deref(),
        today,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A format that can say nothing.
    const MUTE: Exporter = Exporter::new("mute", "Silence", |_| false, |_, _, _| Ok(()));

    #[test]
    fn a_format_that_cannot_say_it_is_refused_with_those_that_can() {
        let problem = require_supported(&MUTE, &ExportSubject::Year).unwrap_err();
        assert_eq!(problem.message, "The format “mute” cannot say that.");
        let hint = problem.hint.unwrap();
        assert!(hint.starts_with("Choose one of: md (Markdown)"), "{hint}");
        assert!(require_supported(EXPORTERS[0], &ExportSubject::Year).is_ok());
    }
}
