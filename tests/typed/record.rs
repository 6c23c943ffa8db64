//! What the published types read, told by their own decoders.
//!
//! A decoder of serde asks for what it wants, field by field. This deserializer answers every question with something
//! that it takes, and writes the question down.

use std::any::type_name;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

/// The only field whose absence stops a visitor.
const REQUIRED: &str = "lastTransitionTime";

/// The fields of the types that were met, by name; those of a type that is being read are still few.
pub(super) type Types = BTreeMap<String, Vec<(&'static str, String)>>;

/// Adds a type and all that it leads to; returns its name.
pub(super) fn record<T: DeserializeOwned>(types: &RefCell<Types>) -> String {
    let shape = RefCell::default();
    drop(T::deserialize(Recorder { types, shape: &shape, newtype: "" }).expect("every question is answered"));
    shape.into_inner()
}

#[derive(Clone, Copy)]
struct Recorder<'a> {
    types: &'a RefCell<Types>,
    /// The shape of this place, which its questions tell.
    shape: &'a RefCell<String>,
    /// The newtype around this place (`Quantity`, `Time`, …), else empty.
    newtype: &'static str,
}

#[derive(Debug)]
struct Stop(String);

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Stop {}

impl serde::de::Error for Stop {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl Recorder<'_> {
    fn is(self, shape: &str) {
        shape.clone_into(&mut self.shape.borrow_mut());
    }
}

/// Returns a name as Kubernetes groups it, `apps/v1.StatefulSet`; one of the core group stands alone.
fn name_of(path: &str) -> String {
    let parts: Vec<_> = path.split("::").collect();
    let [.., group, version, _, name] = parts.as_slice() else { panic!("a type of another place: {path}") };
    if (*group, *version) == ("core", "v1") { (*name).to_owned() } else { format!("{group}/{version}.{name}") }
}

impl<'de> Deserializer<'de> for Recorder<'_> {
    type Error = Stop;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        match self.newtype {
            "" => self.is("int-or-string"),
            "Quantity" => self.is("quantity"),
            _ => {
                self.is("any");
                return visitor.visit_unit();
            }
        }
        visitor.visit_str("")
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.is("boolean");
        visitor.visit_bool(false)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.is("int32");
        visitor.visit_i32(0)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.is("int64");
        visitor.visit_i64(0)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.is("string");
        visitor.visit_str("")
    }

    /// Only two types of k8s-openapi read borrowed text: times and byte strings.
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        if matches!(self.newtype, "Time" | "MicroTime") {
            self.is("time");
            return visitor.visit_str("1970-01-01T00:00:00Z");
        }
        self.is("bytes");
        visitor.visit_str("")
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_newtype_struct(Self { newtype: name, ..self })
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_seq(Each { whole: self, mark: "[]", is_done: false })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_map(Each { whole: self, mark: "{}", is_done: false })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stop> {
        let name = name_of(type_name::<V::Value>());
        self.is(&name);
        let is_new = !self.types.borrow().contains_key(&name);
        if is_new {
            self.types.borrow_mut().insert(name.clone(), Vec::new());
        }
        let is_asked = |field: &&&str| is_new || **field == REQUIRED;
        let rest: Vec<_> = fields.iter().filter(is_asked).copied().collect();
        let is_object = fields.starts_with(&["apiVersion", "kind"]);
        visitor.visit_map(Fields { types: self.types, name, is_new, is_object, rest: rest.into_iter(), current: "" })
    }

    forward_to_deserialize_any! {
        i8 i16 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct enum identifier
        ignored_any
    }
}

/// One item of a list, or one entry of a map.
struct Each<'a> {
    whole: Recorder<'a>,
    mark: &'static str,
    is_done: bool,
}

impl Each<'_> {
    fn record<'de, T: DeserializeSeed<'de>>(&self, seed: T) -> Result<T::Value, Stop> {
        let shape = RefCell::default();
        let value = seed.deserialize(Recorder { types: self.whole.types, shape: &shape, newtype: "" })?;
        self.whole.is(&format!("{}{}", self.mark, shape.borrow()));
        Ok(value)
    }
}

impl<'de> SeqAccess<'de> for Each<'_> {
    type Error = Stop;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Stop> {
        if std::mem::replace(&mut self.is_done, true) { Ok(None) } else { self.record(seed).map(Some) }
    }
}

impl<'de> MapAccess<'de> for Each<'_> {
    type Error = Stop;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Stop> {
        let is_done = std::mem::replace(&mut self.is_done, true);
        if is_done { Ok(None) } else { seed.deserialize("".into_deserializer()).map(Some) }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Stop> {
        self.record(seed)
    }
}

/// The fields of a type, one after the other.
struct Fields<'a> {
    types: &'a RefCell<Types>,
    name: String,
    is_new: bool,
    is_object: bool,
    rest: std::vec::IntoIter<&'static str>,
    current: &'static str,
}

impl Fields<'_> {
    fn note(&self, shape: &str) {
        if self.is_new {
            let mut types = self.types.borrow_mut();
            types.get_mut(&self.name).expect("the type is there").push((self.current, shape.to_owned()));
        }
    }
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Stop;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Stop> {
        while let Some(field) = self.rest.next() {
            self.current = field;
            match field {
                // The visitor of an object compares these two with its own, which Go does not do.
                "apiVersion" | "kind" if self.is_object => self.note("string"),
                // Controllers write it, newer ones with fields that are not known here.
                "status" if self.is_object => self.note("any"),
                _ => return seed.deserialize(field.into_deserializer()).map(Some),
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Stop> {
        let shape = RefCell::default();
        let value = seed.deserialize(Recorder { types: self.types, shape: &shape, newtype: "" })?;
        self.note(&shape.borrow());
        Ok(value)
    }
}
