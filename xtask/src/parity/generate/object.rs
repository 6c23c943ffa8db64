//! Mappings as strategies: a list of fields, some of them left out.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value};

/// A strategy for one value.
pub type Any = BoxedStrategy<Value>;

/// A field that may be left out.
pub type Field = (&'static str, BoxedStrategy<Option<Value>>);

/// Returns a field that is sometimes there.
pub fn maybe<T: Into<Value> + 'static>(name: &'static str, value: impl Strategy<Value = T> + 'static) -> Field {
    (name, proptest::option::weighted(0.35, value.prop_map(Into::into)).boxed())
}

/// Returns a field that is always there.
pub fn always<T: Into<Value> + 'static>(name: &'static str, value: impl Strategy<Value = T> + 'static) -> Field {
    (name, value.prop_map(|value| Some(value.into())).boxed())
}

/// Returns a mapping of these fields.
pub fn object(fields: Vec<Field>) -> Any {
    let (names, values): (Vec<_>, Vec<_>) = fields.into_iter().unzip();
    let zip = move |values: Vec<Option<Value>>| -> Value {
        let present = names.iter().zip(values).filter_map(|(name, value)| Some(((*name).to_owned(), value?)));
        Value::Object(present.collect::<Map<_, _>>())
    };
    values.prop_map(zip).boxed()
}

/// Returns one of these words.
pub fn word(words: &[&'static str]) -> impl Strategy<Value = String> + use<> {
    select(words.to_vec()).prop_map(str::to_owned)
}

/// Returns a DNS label of at most 20 characters.
pub fn label() -> impl Strategy<Value = String> {
    "[a-z]([a-z0-9-]{0,18}[a-z0-9])?"
}

/// Returns a mapping of up to three texts.
pub fn texts(key: &'static str, text: impl Strategy<Value = String> + 'static) -> Any {
    let entries = proptest::collection::btree_map(key, text, 0..=3);
    entries.prop_map(|map| map.into_iter().map(|(key, text)| (key, Value::String(text))).collect::<Value>()).boxed()
}
