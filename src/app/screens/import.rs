//! Preview of an import: the changes a file would make. Nothing is changed until Enter.

use super::{ScreenEffect, ScreenEffects, ScreenLogic, emit, status};
use crate::app::command::{Command, Move};
use crate::app::keymap::Context;
use crate::app::modal::index_after_move;
use crate::app::session::Session;
use crate::app::{BookEffect, ImportPreview, ImportRequest};
use crate::domain::import_target::ImportTarget;

pub struct ImportScreen {
    pub preview: ImportPreview,
    /// Lines scrolled away at the top.
    pub scroll: usize,
}

impl ImportScreen {
    pub const fn new(preview: ImportPreview) -> Self {
        Self { preview, scroll: 0 }
    }

    fn take_in(&self) -> ScreenEffects {
        if self.preview.commit.changes.is_empty() {
            return status("There is nothing to take in. Esc goes back.");
        }
        emit(ScreenEffect::Book(BookEffect::ApplyImport(
            self.preview.commit.clone(),
        )))
    }

    /// Looks into the file again, with its dates read the other way.
    fn change_day_order(&self) -> ScreenEffects {
        let Some(order) = self.preview.other_order else {
            return status("No date of it can be read another way.");
        };
        plan_again(ImportRequest {
            order: Some(order),
            ..self.preview.request.clone()
        })
    }

    /// Looks into the file again, as the next kind of list.
    fn change_kind(&self) -> ScreenEffects {
        if !self.preview.is_list {
            return status("It is no list, so it cannot be read as one of another kind.");
        }
        let request = &self.preview.request;
        let target = match request.target {
            None => Some(ImportTarget::Log),
            Some(ImportTarget::Log) => Some(ImportTarget::Goals),
            Some(ImportTarget::Goals) => Some(ImportTarget::Actions),
            Some(ImportTarget::Actions) => None,
        };
        plan_again(ImportRequest {
            target,
            ..request.clone()
        })
    }
}

fn plan_again(request: ImportRequest) -> ScreenEffects {
    emit(ScreenEffect::Book(BookEffect::PlanImport(request)))
}

impl ScreenLogic for ImportScreen {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Import, Context::List, Context::Global]
    }

    fn on_command(&mut self, command: &Command, _session: &Session) -> Option<ScreenEffects> {
        if *command == Command::DayOrder {
            Some(self.change_day_order())
        } else {
            (*command == Command::ListKind).then(|| self.change_kind())
        }
    }

    fn on_move(&mut self, movement: Move, _session: &Session) -> ScreenEffects {
        if movement == Move::Open {
            return self.take_in();
        }
        self.scroll = index_after_move(self.scroll, self.preview.lines.len(), movement);
        Vec::new()
    }
}
