//! Enums with a string key and a label for each value.
//!
//! The *key* is stored, typed on the command line and written in data files; people read the *label*. Both live in one
//! table per enum, so that no screen, form or export can spell them differently.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::Deserializer;
use serde::de::{Error, Visitor};

/// Declares a string enum: `Variant = "key" => "Label"`. The first variant is the default.
macro_rules! string_enum {
    ($(#[$meta:meta])* $name:ident, $what:literal { $($(#[$vmeta:meta])* $variant:ident = $key:literal => $label:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// Every value, in the order in which people are offered them.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// Word that is stored, typed and written in data files.
            pub const fn key(self) -> &'static str {
                match self { $($name::$variant => $key),+ }
            }

            /// Text that people read.
            pub const fn label(self) -> &'static str {
                match self { $($name::$variant => $label),+ }
            }

            /// Parses a key, or a label in any case, in American or, as in files of earlier versions, British spelling.
            pub fn from_word(word: &str) -> Option<Self> {
                let word = crate::domain::string_enum::american(word);
                Self::ALL.iter().copied().find(|value| {
                    value.key().eq_ignore_ascii_case(&word) || value.label().eq_ignore_ascii_case(&word)
                })
            }
        }

        impl Default for $name {
            fn default() -> Self { Self::ALL[0] }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.pad(self.label()) }
        }

        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(word: &str) -> Result<Self, String> {
                Self::from_word(word).ok_or_else(|| {
                    let keys: Vec<_> = Self::ALL.iter().map(|value| value.key()).collect();
                    let what = crate::domain::string_enum::with_article($what);
                    let suggestion = crate::domain::suggest::suggest(word, keys.iter().copied());
                    let suggestion = suggestion.map_or_else(String::new, |key| format!(" (did you mean “{key}”?)"));
                    format!("“{word}” is not {what}{suggestion}; choose one of: {}", keys.join(", "))
                })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.key())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::domain::string_enum::deserialize_from_str(deserializer)
            }
        }

        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool { true }

            fn schema_name() -> std::borrow::Cow<'static, str> { stringify!($name).into() }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let keys: Vec<_> = Self::ALL.iter().map(|value| value.key()).collect();
                schemars::json_schema!({ "type": "string", "enum": keys })
            }
        }
    };
}

pub(crate) use string_enum;

/// Converts `word` to American spelling: files of earlier versions have "programme".
pub(crate) fn american(word: &str) -> Cow<'_, str> {
    if word.contains("rogramme") {
        word.replace("rogramme", "rogram").into()
    } else {
        word.into()
    }
}

/// Adds the article: `a goal`, `an owner`.
pub(crate) fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {noun}")
}

/// Deserializes a string with `FromStr`, without a copy of the string.
pub(crate) fn deserialize_from_str<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: FromStr<Err = String>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_str(FromStrVisitor(PhantomData))
}

struct FromStrVisitor<T>(PhantomData<T>);

impl<T: FromStr<Err = String>> Visitor<'_> for FromStrVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}
