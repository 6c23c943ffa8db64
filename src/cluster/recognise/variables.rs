//! Environment variables of a container, and the words that refer to them.

use std::collections::BTreeMap;

use super::volume::POD;
use crate::yaml::Node;

/// The values that a manifest tells; [`POD`] stands in them for the name of the Pod.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variables(BTreeMap<String, String>);

impl Variables {
    /// Reads the `env` of a container; later entries refer to earlier ones.
    #[must_use]
    pub fn of(container: &Node) -> Self {
        let mut variables = Self::default();
        for entry in container.get("env").and_then(Node::as_sequence).unwrap_or_default() {
            let Some(name) = entry.get("name").and_then(Node::as_str) else { continue };
            let text = entry.get("value").and_then(Node::as_str).map(|text| variables.expanded(text));
            match text.or_else(|| is_pod_name(entry).then(|| POD.to_string())) {
                Some(value) => variables.0.insert(name.to_owned(), value),
                None => variables.0.remove(name),
            };
        }
        variables
    }

    /// Returns the value of a variable.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Adds a variable that the image or the kubelet sets, unless the container sets it itself.
    pub fn preset(&mut self, name: &str, value: impl Into<String>) {
        self.0.entry(name.to_owned()).or_insert_with(|| value.into());
    }

    /// Replaces `$(NAME)` as the kubelet does: a name that it does not know stays, `$$` is a dollar.
    #[must_use]
    pub fn expanded(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('$') {
            out.push_str(before);
            let name = after.strip_prefix('(').and_then(|inside| inside.split_once(')'));
            let known = name.and_then(|(name, behind)| Some((self.get(name)?, behind)));
            let (value, behind) = known.unwrap_or_else(|| ("$", after.strip_prefix('$').unwrap_or(after)));
            out.push_str(value);
            rest = behind;
        }
        out + rest
    }

    /// Replaces `$NAME` and `${NAME}` as a shell does; nothing when something else with a dollar stands there.
    #[must_use]
    pub fn in_shell(&self, text: &str) -> Option<String> {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('$') {
            out.push_str(before);
            let (name, behind) = match after.strip_prefix('{') {
                Some(inside) => inside.split_once('}')?,
                None => after.split_at(after.find(|found| !is_name(found)).unwrap_or(after.len())),
            };
            out.push_str(self.get(name)?);
            rest = behind;
        }
        (!rest.contains('`')).then(|| out + rest)
    }
}

fn is_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

fn is_pod_name(entry: &Node) -> bool {
    let field = entry.get("valueFrom").and_then(|source| source.get("fieldRef"));
    field.and_then(|field| field.get("fieldPath")).and_then(Node::as_str) == Some("metadata.name")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_those_of_kubelet_and_shell() {
        let container: Node = serde_json::from_str(
            r#"{"env": [
                {"name": "DIR", "value": "/etc/mq"},
                {"name": "FILE", "value": "$(DIR)/a.conf"},
                {"name": "POD_NAME", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}},
                {"name": "IP", "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}}]}"#,
        )
        .unwrap();
        let variables = Variables::of(&container);
        for (text, kubelet, shell) in [
            ("$(FILE)", "/etc/mq/a.conf", None),
            ("$(DIR)/$(POD_NAME).conf", "/etc/mq/\u{e000}.conf", None),
            ("$FILE x", "$FILE x", Some("/etc/mq/a.conf x")),
            ("${DIR}/$POD_NAME.conf", "${DIR}/$POD_NAME.conf", Some("/etc/mq/\u{e000}.conf")),
            ("$(IP) $$(DIR)", "$(IP) $(DIR)", None),
            ("$IP", "$IP", None),
            ("${DIR:-x}", "${DIR:-x}", None),
            ("plain", "plain", Some("plain")),
        ] {
            assert_eq!(variables.expanded(text), kubelet, "{text}");
            assert_eq!(variables.in_shell(text).as_deref(), shell, "{text}");
        }
    }
}
