//! The look at a file that is to be imported, before anything is changed.

use super::Runtime;
use crate::app::exchange::ParcelRequest;
use crate::app::{ImportEntry, ImportPreview, ImportRequest, Msg};
use crate::exchange::is_parcel;
use crate::files;
use crate::import::{self, CalendarChoice, ImportContext};
use crate::problem::Problem;

impl Runtime {
    /// Plans the import of a file into the open book.
    pub(super) fn plan_import(&mut self, request: ImportRequest) -> Result<Vec<Msg>, Problem> {
        let path = files::typed_path(&request.file);
        // Closing a second handle on the open book would drop its locks.
        if files::is_same_file(&path, self.book()?.store.path()) {
            return Err(Problem::new("That file is the book that is open."));
        }
        let bytes = import::read_bytes(&path)?;
        if is_parcel(&bytes) {
            let (file, phrase) = (request.file, None);
            return self.open_parcel(ParcelRequest { file, phrase });
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let plan = import::plan(
            &bytes,
            &ImportContext {
                name: &name,
                target: None,
                map: &[],
                book: &self.book()?.store.load_all()?,
                catalog: &self.catalog,
                today: self.env.today(),
                order: None,
                local: &|utc| self.env.local_time(utc),
                zone: self.env.zone(),
                choice: CalendarChoice {
                    picked: request.picked.clone(),
                    ..CalendarChoice::default()
                },
            },
        )?;
        let entries = plan.choices.iter().map(|choice| ImportEntry {
            id: choice.id,
            label: choice.label.clone(),
            taken: choice.taken,
        });
        Ok(vec![Msg::ImportPlanned(Box::new(ImportPreview {
            request,
            entries: entries.collect(),
            lines: plan.lines(),
            commit: plan.commit(&name, &self.env.clone().op_context()),
            file: name.into_owned(),
        }))])
    }
}
