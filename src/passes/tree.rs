//! Makes trees of values.

use crate::cluster::recognise::{Expression, Labels, Selector};
use crate::yaml::{Entry, Mapping, Node, Value};

/// Returns a mapping with these entries, in order.
pub(super) fn mapping<'a>(entries: impl IntoIterator<Item = (&'a str, Node)>) -> Node {
    let mut mapping = Mapping::new();
    for (key, value) in entries {
        mapping.insert(Entry { key: key.to_owned(), key_location: None, value });
    }
    Node::generated(mapping)
}

/// Returns a list.
pub(super) fn list(items: impl IntoIterator<Item = Node>) -> Node {
    Node::generated(items.into_iter().collect::<Vec<Node>>())
}

/// Returns a scalar.
pub(super) fn value(value: impl Into<Value>) -> Node {
    Node::generated(value)
}

/// Returns labels as a mapping.
pub(super) fn labels(labels: &Labels) -> Node {
    mapping(labels.iter().map(|(name, label)| (name.as_str(), value(label.as_str()))))
}

/// Returns a selector as Kubernetes reads it.
pub(super) fn selector(selector: &Selector) -> Node {
    let expressions = || list(selector.expressions.iter().map(expression));
    let labels = (!selector.labels.is_empty()).then(|| ("matchLabels", labels(&selector.labels)));
    let expressions = (!selector.expressions.is_empty()).then(|| ("matchExpressions", expressions()));
    mapping(labels.into_iter().chain(expressions))
}

fn expression(expression: &Expression) -> Node {
    let values = list(expression.values.iter().map(|text| value(text.as_str())));
    let values = (!expression.values.is_empty()).then_some(("values", values));
    let head = [("key", value(expression.key.as_str())), ("operator", value(expression.operator.as_str()))];
    mapping(head.into_iter().chain(values))
}
