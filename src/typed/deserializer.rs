//! The serde deserializer over nodes.
//!
//! It is not generic, and the bodies that serde multiplies by the number of types hold only calls: with 30 kinds of
//! objects this decides the size of the WebAssembly module.
//!
//! **Invariant:** a visitor gets the shape of the object, but of every scalar only the zero value, after the scalar
//! itself was checked. So no visitor can fail, all findings of an object come at once, and no secret is copied.

use std::fmt;
use std::iter::Enumerate;
use std::slice;

use serde::de::{DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use crate::yaml::{Entry, Node, Value};

use super::finding::{Findings, Wanted};
use super::place::Place;
use super::scalar;

/// The only field of the known kinds whose absence stops its visitor; that a field is required is a rule, not a type.
const REQUIRED: &str = "lastTransitionTime";

static NULL: Node = Node { value: Value::Null, location: None };

/// A node that is being decoded, with the way that led to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decoder<'a> {
    node: &'a Node,
    place: &'a Place<'a>,
    findings: &'a Findings,
    /// The newtype around this node (`Quantity`, `Time`, …), else empty.
    newtype: &'static str,
}

/// A visitor refused a value; see the invariant of this module.
#[derive(Debug)]
pub(super) struct Stop;

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the object cannot be decoded")
    }
}

impl std::error::Error for Stop {}

impl serde::de::Error for Stop {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl<'a> Decoder<'a> {
    pub(super) fn new(node: &'a Node, place: &'a Place<'a>, findings: &'a Findings) -> Self {
        Self { node, place, findings, newtype: "" }
    }

    fn scalar(self, wanted: Wanted) {
        if !scalar::takes(wanted, &self.node.value) {
            self.refuse(wanted);
        }
    }

    fn refuse(self, wanted: Wanted) {
        self.findings.wrong_type(self.node, self.place, wanted);
    }

    fn items(self) -> Items<'a> {
        let items = self.node.as_sequence().unwrap_or_else(|| self.absent(Wanted::List));
        Items { list: self, rest: items.iter().enumerate() }
    }

    fn fields(self, known: Option<&'static [&'static str]>) -> Fields<'a> {
        let rest = self.node.as_mapping().map_or_else(|| self.absent(Wanted::Mapping).iter(), |mapping| mapping.iter());
        let required = known.is_some_and(|known| known.contains(&REQUIRED)).then_some(REQUIRED);
        Fields { mapping: self, rest, known, required, current: None }
    }

    fn absent<T>(self, wanted: Wanted) -> &'a [T] {
        if self.node.value != Value::Null {
            self.refuse(wanted);
        }
        &[]
    }
}

impl<'de> Deserializer<'de> for Decoder<'_> {
    type Error = Stop;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        match self.newtype {
            "" => self.scalar(Wanted::IntOrString),
            "Quantity" => self.scalar(Wanted::Quantity),
            // Raw JSON: everything is right in it, and it may be deeper than the stack.
            _ => return visitor.visit_unit(),
        }
        visitor.visit_str("")
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.scalar(Wanted::Boolean);
        visitor.visit_bool(false)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.scalar(Wanted::Int32);
        visitor.visit_i32(0)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.scalar(Wanted::Int64);
        visitor.visit_i64(0)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.scalar(Wanted::String);
        visitor.visit_str("")
    }

    /// Only two types of k8s-openapi read borrowed text: times and byte strings.
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        if matches!(self.newtype, "Time" | "MicroTime") {
            self.scalar(Wanted::Time);
            return visitor.visit_str("1970-01-01T00:00:00Z");
        }
        self.scalar(Wanted::Bytes);
        visitor.visit_str("")
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        match self.node.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_newtype_struct(Self { newtype: name, ..self })
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_seq(self.items())
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_map(self.fields(None))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stop> {
        visitor.visit_map(self.fields(Some(fields)))
    }

    forward_to_deserialize_any! {
        i8 i16 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct enum identifier
        ignored_any
    }
}

/// The items of a list.
struct Items<'a> {
    list: Decoder<'a>,
    rest: Enumerate<slice::Iter<'a, Node>>,
}

impl<'a> Items<'a> {
    fn advance(&mut self) -> Option<(usize, &'a Node)> {
        let next = self.rest.next()?;
        self.list.findings.admits_item(self.list.node, self.list.place).then_some(next)
    }
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Stop;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Stop> {
        let Some((index, node)) = self.advance() else { return Ok(None) };
        let place = Place::Item(self.list.place, index);
        seed.deserialize(Decoder::new(node, &place, self.list.findings)).map(Some)
    }
}

/// The entries of a mapping: the known fields of a struct, or all entries of a map.
struct Fields<'a> {
    mapping: Decoder<'a>,
    rest: slice::Iter<'a, Entry>,
    known: Option<&'static [&'static str]>,
    /// A field that the visitor gets as null after all others.
    required: Option<&'static str>,
    current: Option<(&'a str, &'a Node)>,
}

impl<'a> Fields<'a> {
    /// Returns the name of the next entry that the visitor is to see.
    fn advance(&mut self) -> Option<&'a str> {
        self.current = self.next_known();
        // A visitor of a map only needs to hear that there is another entry.
        self.current.map(|(key, _)| if self.known.is_some() { key } else { "" })
    }

    fn next_known(&mut self) -> Option<(&'a str, &'a Node)> {
        let findings = self.mapping.findings;
        for entry in self.rest.by_ref() {
            let key = entry.key.as_str();
            match self.known {
                Some(known) if !known.contains(&key) => findings.unknown_field(entry, self.mapping.place, known),
                Some(known) if is_identity(key, known) => {
                    let place = Place::Field(self.mapping.place, key);
                    Decoder::new(&entry.value, &place, findings).scalar(Wanted::String);
                }
                _ => return Some((key, &entry.value)),
            }
        }
        self.required.take().map(|key| (key, &NULL))
    }
}

/// Returns true for `apiVersion` and `kind` of an object: its visitor would compare them, which Go does not do inside
/// of `volumeClaimTemplates`.
fn is_identity(key: &str, known: &[&str]) -> bool {
    known.starts_with(&["apiVersion", "kind"]) && matches!(key, "apiVersion" | "kind")
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Stop;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Stop> {
        let Some(name) = self.advance() else { return Ok(None) };
        seed.deserialize(name.into_deserializer()).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Stop> {
        let (key, node) = self.current.ok_or(Stop)?;
        let place = Place::Field(self.mapping.place, key);
        seed.deserialize(Decoder::new(node, &place, self.mapping.findings))
    }
}
