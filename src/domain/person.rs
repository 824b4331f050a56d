//! The two people of a match and the parts they play.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::id::Id;
use super::string_enum::string_enum;

string_enum! {
    /// The part one person plays in the match.
    Role, "role" {
        Mentee = "mentee" => "Mentee",
        Mentor = "mentor" => "Mentor",
    }
}

impl Role {
    /// The partner's part.
    pub const fn other(self) -> Self {
        match self {
            Self::Mentee => Self::Mentor,
            Self::Mentor => Self::Mentee,
        }
    }
}

string_enum! {
    /// Who has promised to do a step or an action.
    Owner, "owner" {
        Mentee = "mentee" => "Mentee",
        Mentor = "mentor" => "Mentor",
        Both = "both" => "Both",
    }
}

impl Owner {
    /// Whether `role` is the owner or one of the two.
    pub const fn includes(self, role: Role) -> bool {
        matches!(
            (self, role),
            (Self::Both, _) | (Self::Mentee, Role::Mentee) | (Self::Mentor, Role::Mentor)
        )
    }
}

impl From<Role> for Owner {
    fn from(role: Role) -> Self {
        match role {
            Role::Mentee => Self::Mentee,
            Role::Mentor => Self::Mentor,
        }
    }
}

/// One of the two people of the match, and how to reach them. The id derives from book and role.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Person {
    /// Identity of the record.
    #[serde(skip)]
    pub id: Id,
    /// The part this person plays.
    pub role: Role,
    /// The name as the person writes it.
    pub name: String,
    /// Where the person works.
    pub library: String,
    /// E-mail address.
    pub email: String,
    /// Telephone number.
    pub phone: String,
    /// How and when the person likes to be reached.
    pub reach: String,
}

impl Person {
    /// The id that both computers give to whoever plays `role` in the match `pair`.
    pub fn id_for(pair: Id, role: Role) -> Id {
        Id::derived(&["person", &pair.to_string(), role.key()])
    }
}
