//! The two people of a match and their roles.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::id::Id;
use super::string_enum::string_enum;

string_enum! {
    /// Role of a person in the match.
    Role, "role" {
        Mentee = "mentee" => "Mentee",
        Mentor = "mentor" => "Mentor",
    }
}

impl Role {
    /// Role of the partner.
    pub const fn other(self) -> Self {
        match self {
            Self::Mentee => Self::Mentor,
            Self::Mentor => Self::Mentee,
        }
    }
}

string_enum! {
    /// Owner of a step or an action: the person who promised to do it.
    Owner, "owner" {
        Mentee = "mentee" => "Mentee",
        Mentor = "mentor" => "Mentor",
        Both = "both" => "Both",
    }
}

impl Owner {
    /// True if `role` is the owner or one of the two.
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
    #[serde(skip)]
    pub id: Id,
    pub role: Role,
    /// The name as the person writes it.
    pub name: String,
    /// Workplace of the person.
    pub library: String,
    /// E-mail address.
    pub email: String,
    /// Telephone number.
    pub phone: String,
    /// Preferred way and time to reach the person.
    pub reach: String,
    /// Time zone of the person by its name in the IANA database (`America/New_York`); empty until it is known.
    pub zone: String,
}

impl Person {
    /// Derives the id that both replicas give to the person with `role` in the match `pair`.
    pub fn id_for(pair: Id, role: Role) -> Id {
        Id::derived(&["person", &pair.to_string(), role.key()])
    }
}
