//! Kinds of lists that can be imported.

use super::string_enum::string_enum;

string_enum! {
    /// Kind of list: the records that its rows become.
    ImportTarget, "kind of list" {
        Log = "log" => "Meetings and contacts",
        Goals = "goals" => "Goals",
        Actions = "actions" => "Actions",
    }
}
