//! The look at a file that is to be imported, before anything is changed.

use super::Runtime;
use crate::app::exchange::ParcelRequest;
use crate::app::{ImportEntry, ImportPreview, ImportRequest, Msg};
use crate::exchange::is_parcel;
use crate::files;
use crate::import::{self, CalendarChoice, ImportContext};
use crate::problem::Problem;

impl Runtime {
    /// Plans the import of a file, or of a text that was pasted, into the open book.
    pub(super) fn plan_import(&mut self, request: ImportRequest) -> Result<Vec<Msg>, Problem> {
        let (bytes, name) = if request.pasted.is_empty() {
            let path = files::typed_path(&request.file);
            // Closing a second handle on the open book would drop its locks.
            if files::is_same_file(&path, self.book()?.store.path()) {
                return Err(Problem::new("That file is the book that is open."));
            }
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            (import::read_bytes(&path)?, name.into_owned())
        } else {
            (
                request.pasted.clone().into_bytes(),
                import::PASTED.to_owned(),
            )
        };
        if is_parcel(&bytes) {
            if !request.pasted.is_empty() {
                return Err(Problem::new("The text is a parcel of your partner.")
                    .hint("Save it as a file and name that file."));
            }
            let (file, phrase) = (request.file, None);
            return self.open_parcel(ParcelRequest { file, phrase });
        }
        let plan = import::plan(
            &bytes,
            &ImportContext {
                name: &name,
                target: request.target,
                map: &[],
                book: &self.book()?.store.load_all()?,
                catalog: &self.catalog,
                today: self.env.today(),
                now: self.env.local_now().time(),
                order: request.order,
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
            other_order: plan.other_order,
            is_list: plan.is_list,
            has_flaws: !plan.left_out.is_empty(),
            commit: plan.commit(&name, &self.env.clone().op_context()),
            file: name,
        }))])
    }
}
