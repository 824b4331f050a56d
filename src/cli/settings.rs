//! `matchbook settings`: lists the settings of this computer's user, and changes one.

use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

use super::output::Output;
use super::session::CliSession;
use crate::paths::AppDirs;
use crate::problem::Problem;
use crate::settings::{SETTINGS_FILE, SettingName, setting_name};

/// The setting to show or change.
#[derive(Debug, Args)]
pub struct SettingsArgs {
    /// Which one: region, time-zone, reminders; without it all are listed
    name: Option<String>,
    /// Its new value; “automatic” lets matchbook find it out
    value: Option<String>,
}

/// A setting as it is listed.
#[derive(Serialize, JsonSchema)]
pub struct SettingRow {
    name: SettingName,
    /// The value in the file.
    value: String,
    /// The value in use now, in words.
    in_use: String,
}

pub fn run(args: &SettingsArgs, session: &mut CliSession) -> Result<Output, Problem> {
    let name = args.name.as_deref().map(setting_name).transpose()?;
    let folder = AppDirs::resolve()?.config;
    if let (Some(name), Some(value)) = (name, &args.value) {
        session.settings.change(&folder, &[(name, value)])?;
        session.settings.region_for("").make_current();
        session.env = session.env.clone().in_zone(session.settings.zone);
    }
    let wanted = |row: &SettingName| name.is_none_or(|name| name == *row);
    let rows = SettingName::ALL.iter().copied().filter(wanted);
    let rows = rows.map(|name| SettingRow {
        name,
        value: session.settings.value(name),
        in_use: session.settings.in_use(name, session.env.zone()),
    });
    let cells = |row: &SettingRow| {
        [
            row.name.key().to_owned(),
            row.value.clone(),
            row.in_use.clone(),
        ]
    };
    let listed = Output::table(&["Setting", "Value", "Now"], rows.collect(), cells, "");
    let file = folder.join(SETTINGS_FILE);
    Ok(listed.notes([format!("Kept in {}.", file.display())]))
}
