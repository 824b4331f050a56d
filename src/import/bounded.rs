//! Deserializes one JSON value within a size limit; the rest of a larger value is skipped and not kept.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::errors::{MAX_TEXT_BYTES, MAX_VALUES};

/// A value is larger than any record may be.
pub struct LimitExceeded;

/// One value within the size limit of a record.
pub struct BoundedValue {
    values: usize,
}

impl BoundedValue {
    /// Starts with the whole budget.
    pub const fn new() -> Self {
        Self { values: MAX_VALUES }
    }
}

impl<'de> DeserializeSeed<'de> for BoundedValue {
    type Value = Result<Value, LimitExceeded>;

    fn deserialize<D: Deserializer<'de>>(
        mut self,
        deserializer: D,
    ) -> Result<Self::Value, D::Error> {
        BoundedVisitor(&mut self.values).deserialize(deserializer)
    }
}

/// Visitor for a nested value, with the rest of the budget. Beyond it, input is skipped and not kept.
struct BoundedVisitor<'a>(&'a mut usize);

impl BoundedVisitor<'_> {
    fn room(&mut self) -> bool {
        *self.0 = self.0.saturating_sub(1);
        *self.0 > 0
    }
}

impl<'de> DeserializeSeed<'de> for BoundedVisitor<'_> {
    type Value = Result<Value, LimitExceeded>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for BoundedVisitor<'_> {
    type Value = Result<Value, LimitExceeded>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Ok(Value::Null))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Ok(value.into()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Ok(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Ok(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Ok(value.into()))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        let value = Value::from(text);
        // Measured as the book stores it: in quotation marks, with escapes.
        let long = text.len() > MAX_TEXT_BYTES / 8 && value.to_string().len() > MAX_TEXT_BYTES;
        Ok(if long { Err(LimitExceeded) } else { Ok(value) })
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        let mut fits = true;
        while let Some(item) = seq.next_element_seed(BoundedVisitor(&mut *self.0))? {
            match item {
                Ok(item) if fits && self.room() => items.push(item),
                Ok(_) | Err(LimitExceeded) => fits = false,
            }
        }
        let value = Value::Array(items);
        let fits = fits && value.to_string().len() <= MAX_TEXT_BYTES;
        Ok(if fits { Ok(value) } else { Err(LimitExceeded) })
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Map::new();
        let mut fits = true;
        while let Some(key) = map.next_key::<String>()? {
            match map.next_value_seed(BoundedVisitor(&mut *self.0))? {
                Ok(value) if fits && self.room() => {
                    fields.insert(key, value);
                }
                Ok(_) | Err(LimitExceeded) => fits = false,
            }
        }
        Ok(if fits {
            Ok(Value::Object(fields))
        } else {
            Err(LimitExceeded)
        })
    }
}
