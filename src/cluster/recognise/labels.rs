//! Labels and what selects by them.

use std::collections::BTreeMap;

use crate::yaml::{Mapping, Node};

/// Labels of an object or a Pod, by name.
pub type Labels = BTreeMap<String, String>;

/// The label by which a Service picks one Pod of a StatefulSet.
pub const POD_NAME: &str = "statefulset.kubernetes.io/pod-name";

/// A label selector of a workload, a disruption budget or an affinity term.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selector {
    /// The labels that must be there with these values.
    pub labels: Labels,
    /// What else must hold.
    pub expressions: Vec<Expression>,
}

/// One line of `matchExpressions`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    /// The label.
    pub key: String,
    /// `In`, `NotIn`, `Exists` or `DoesNotExist`.
    pub operator: String,
    /// The values.
    pub values: Vec<String>,
}

impl Selector {
    /// Reads a selector with `matchLabels` and `matchExpressions`; nothing for null, which selects nothing.
    #[must_use]
    pub fn of(node: &Node) -> Option<Self> {
        node.as_mapping()?;
        let expressions = node.get("matchExpressions").and_then(Node::as_sequence).unwrap_or_default();
        let expressions = expressions.iter().filter_map(Expression::of).collect();
        Some(Self { labels: labels(node.get("matchLabels")), expressions })
    }

    /// Returns true when it selects whatever carries these labels; an empty selector selects everything.
    #[must_use]
    pub fn matches(&self, labels: &Labels) -> bool {
        includes(labels, &self.labels) && self.expressions.iter().all(|expression| expression.holds(labels))
    }
}

impl Expression {
    fn of(node: &Node) -> Option<Self> {
        let text = |key: &str| node.get(key).and_then(Node::as_str).map(str::to_owned);
        let values = node.get("values").and_then(Node::as_sequence).unwrap_or_default();
        let values = values.iter().filter_map(Node::as_str).map(str::to_owned).collect();
        Some(Self { key: text("key")?, operator: text("operator")?, values })
    }

    /// An operator that is none holds for nothing.
    fn holds(&self, labels: &Labels) -> bool {
        let value = labels.get(&self.key);
        let is_in = value.is_some_and(|value| self.values.contains(value));
        match self.operator.as_str() {
            "In" => is_in,
            "NotIn" => !is_in,
            "Exists" => value.is_some(),
            "DoesNotExist" => value.is_none(),
            _ => false,
        }
    }
}

/// Returns the texts of a mapping.
pub(super) fn labels(node: Option<&Node>) -> Labels {
    let entries = node.and_then(Node::as_mapping).into_iter().flat_map(Mapping::iter);
    entries.filter_map(|entry| Some((entry.key.clone(), entry.value.as_str()?.to_owned()))).collect()
}

/// Returns true when all of these labels are there.
#[must_use]
pub fn includes(labels: &Labels, wanted: &Labels) -> bool {
    wanted.iter().all(|(key, value)| labels.get(key) == Some(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_select_what_kubernetes_selects() {
        let labels = Labels::from([("app".to_owned(), "mq".to_owned()), ("role".to_owned(), "broker".to_owned())]);
        for (json, want) in [
            ("{}", true),
            (r#"{"matchLabels": {"app": "mq"}}"#, true),
            (r#"{"matchLabels": {"app": "mq", "group": "0"}}"#, false),
            (r#"{"matchExpressions": [{"key": "role", "operator": "In", "values": ["broker", "proxy"]}]}"#, true),
            (r#"{"matchExpressions": [{"key": "role", "operator": "NotIn", "values": ["broker"]}]}"#, false),
            (r#"{"matchExpressions": [{"key": "group", "operator": "NotIn", "values": ["0"]}]}"#, true),
            (r#"{"matchExpressions": [{"key": "group", "operator": "Exists"}]}"#, false),
            (r#"{"matchExpressions": [{"key": "group", "operator": "DoesNotExist"}]}"#, true),
        ] {
            let node: Node = serde_json::from_str(json).unwrap();
            assert_eq!(Selector::of(&node).unwrap().matches(&labels), want, "{json}");
        }
    }
}
