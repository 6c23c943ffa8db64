//! Which values must not be shown.

use super::field::{Fields, Kind, find};
use crate::diagnostic::SECRET_WORDS;
use crate::source::Location;
use crate::yaml::{Node, Value};

/// What stands in the place of a secret.
pub const MASK: &str = "********";

/// Lists of Kubernetes whose items hold a name and a value of the user.
const NAMED_VALUES: [&str; 2] = ["env", "httpHeaders"];

/// Returns true when the name of a free key says that its value is secret.
///
/// It is asked about names that the user chose (config keys, keys inside Kubernetes objects); the fields of the table
/// say it themselves.
#[must_use]
pub fn is_secret_name(name: &str) -> bool {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    SECRET_WORDS.iter().any(|word| plain.contains(word))
}

/// Puts the mask in the place of every secret below these fields and returns where the secrets stood.
pub(super) fn mask(fields: Fields, node: &mut Node) -> Vec<Location> {
    let mut masker = Masker::default();
    masker.section(fields, node);
    masker.places
}

#[derive(Default)]
struct Masker {
    places: Vec<Location>,
}

impl Masker {
    fn section(&mut self, fields: Fields, node: &mut Node) {
        let Value::Mapping(mapping) = &mut node.value else { return };
        for entry in mapping {
            match find(fields, &entry.key) {
                Some(field) if field.secret => self.secret(&mut entry.value),
                Some(field) => self.field(&field.kind, &mut entry.value),
                None => self.free_entry(&entry.key, &mut entry.value),
            }
        }
    }

    fn field(&mut self, kind: &Kind, node: &mut Node) {
        match (kind, &mut node.value) {
            (Kind::Section(fields), _) => self.section(fields, node),
            (Kind::Rows(fields), Value::Sequence(items)) => {
                for item in items {
                    self.section(fields, item);
                }
            }
            (Kind::Table { fields, .. }, Value::Mapping(mapping)) => {
                mapping.iter_mut().for_each(|entry| self.section(fields, &mut entry.value));
            }
            (
                Kind::TextMap { .. }
                | Kind::Settings(_)
                | Kind::Object(_)
                | Kind::Objects(_)
                | Kind::Tree
                | Kind::Texts(_),
                _,
            ) => {
                self.free(node);
            }
            _ => {}
        }
    }

    /// A field whose value is secret: of a list of names and values, the values.
    fn secret(&mut self, node: &mut Node) {
        match &mut node.value {
            Value::Sequence(items) => items.iter_mut().for_each(|item| self.named_value(item)),
            _ => self.hide(node),
        }
    }

    fn named_value(&mut self, node: &mut Node) {
        let Value::Mapping(mapping) = &mut node.value else { return self.hide(node) };
        for entry in mapping {
            match entry.key.as_str() {
                "name" => {}
                "valueFrom" => self.free(&mut entry.value),
                // A misspelt `value` holds the same secret.
                _ => self.hide(&mut entry.value),
            }
        }
    }

    /// A value of which only the names say what is secret.
    fn free(&mut self, node: &mut Node) {
        match &mut node.value {
            Value::Mapping(mapping) => {
                mapping.iter_mut().for_each(|entry| self.free_entry(&entry.key, &mut entry.value));
            }
            Value::Sequence(items) => self.free_items(items),
            Value::String(text) => {
                if let Some((name, _)) = text.split_once('=').filter(|(name, _)| is_secret_name(name)) {
                    let masked = format!("{name}={MASK}");
                    self.replace(node, masked);
                }
            }
            _ => {}
        }
    }

    /// Items of which one may be the argument of the option before it: `--password`, `x`.
    fn free_items(&mut self, items: &mut [Node]) {
        let mut is_argument = false;
        for item in items {
            let option = item.as_str().filter(|text| text.starts_with('-') && !text.contains('='));
            let names_secret = option.is_some_and(is_secret_name);
            if is_argument && option.is_none() {
                self.hide(item);
            } else {
                self.free(item);
            }
            is_argument = names_secret;
        }
    }

    fn free_entry(&mut self, key: &str, node: &mut Node) {
        match &mut node.value {
            Value::Sequence(items) if NAMED_VALUES.contains(&key) => {
                for item in items {
                    self.named_value(item);
                }
            }
            Value::Sequence(_) | Value::Mapping(_) => self.free(node),
            _ if is_secret_name(key) => self.hide(node),
            _ => self.free(node),
        }
    }

    /// Hides every scalar of a value.
    fn hide(&mut self, node: &mut Node) {
        match &mut node.value {
            Value::Mapping(mapping) => mapping.iter_mut().for_each(|entry| self.hide(&mut entry.value)),
            Value::Sequence(items) => items.iter_mut().for_each(|item| self.hide(item)),
            Value::Null => {}
            _ => self.replace(node, MASK.to_owned()),
        }
    }

    fn replace(&mut self, node: &mut Node, masked: String) {
        self.places.extend(node.location);
        node.value = masked.into();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::fields::ROOT;

    #[test]
    fn names_that_promise_a_secret() {
        for (name, want) in [
            ("accessKey", true),
            ("rocketmq.config.secret-key", true),
            ("DB_PASSWORD", true),
            ("tls.client.keyPassword", true),
            ("access_key", true),
            ("flushDiskType", false),
            ("brokerName", false),
        ] {
            assert_eq!(is_secret_name(name), want, "{name}");
        }
    }

    #[test]
    fn secrets_are_masked_wherever_they_may_stand() {
        for (text, want) in [
            (
                r#"{"broker":{"extraEnv":[{"name":"A","value":"marker"},{"name":"B","valueFrom":{"x":{"name":"s"}}}]}}"#,
                r#"{"broker":{"extraEnv":[{"name":"A","value":"********"},{"name":"B","valueFrom":{"x":{"name":"s"}}}]}}"#,
            ),
            (r#"{"broker":{"config":{"accessKey":"marker"}}}"#, r#"{"broker":{"config":{"accessKey":"********"}}}"#),
            (
                r#"{"broker":{"jvm":{"options":["-Da.password=marker","-Xss1m"]}}}"#,
                r#"{"broker":{"jvm":{"options":["-Da.password=********","-Xss1m"]}}}"#,
            ),
            (
                r#"{"broker":{"sidecars":[{"name":"x","env":[{"name":"A","value":"marker"}],"args":["--token=marker"]}]}}"#,
                r#"{"broker":{"sidecars":[{"name":"x","env":[{"name":"A","value":"********"}],"args":["--token=********"]}]}}"#,
            ),
            (
                r#"{"broker":{"sidecars":[{"name":"x","args":["--password","marker","-v","--token","-v"]}]}}"#,
                r#"{"broker":{"sidecars":[{"name":"x","args":["--password","********","-v","--token","-v"]}]}}"#,
            ),
            (
                r#"{"broker":{"tolerations":[{"key":"a","value":"b"}]}}"#,
                r#"{"broker":{"tolerations":[{"key":"a","value":"b"}]}}"#,
            ),
            (r#"{"console":{"auth":{"existingSecret":"name"}}}"#, r#"{"console":{"auth":{"existingSecret":"name"}}}"#),
            (r#"{"brokr":{"password":"marker"}}"#, r#"{"brokr":{"password":"********"}}"#),
        ] {
            let mut node: Node = serde_json::from_str(text).expect("a tree");
            mask(ROOT, &mut node);
            assert_eq!(serde_json::to_string(&node).expect("JSON"), want);
        }
    }
}
