//! Writing the assignments of an expression into the merged tree.

use super::{Assignment, Part, Reading, Step, parse, value::stamp};
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::source::{Location, SourceId, Span};
use crate::values::merge::merge;
use crate::yaml::{Entry, Mapping, Node, Value};

/// Reads an expression and writes its values into the tree.
///
/// # Errors
///
/// Those of [`parse`], and `INVALID_SET` for a path through a value of another type.
pub(crate) fn apply(tree: &mut Mapping, text: &str, source: SourceId, reading: &Reading) -> Result<(), Diagnostics> {
    if matches!(reading, Reading::Json) && text.trim_start().starts_with('{') {
        return apply_object(tree, text, source);
    }
    for Assignment { path, value } in parse(text, Some(source), reading)? {
        let mut way = path.into_iter();
        if let Some(Step { part: Part::Key(key), location }) = way.next() {
            set_key(tree, (key, location), way, value)?;
        }
    }
    Ok(())
}

/// `--set-json '{…}'`: a whole tree.
fn apply_object(tree: &mut Mapping, text: &str, source: SourceId) -> Result<(), Diagnostics> {
    let location = Location { source, span: Span::new(0, text.len()) };
    let Ok(mut node) = serde_json::from_str::<Node>(text) else {
        return Err(Diagnostic::error(code::INVALID_SET, "the values are not JSON")
            .at(location)
            .help("write one JSON object, or `key=JSON`")
            .into());
    };
    stamp(&mut node, Some(location));
    if let Value::Mapping(over) = node.value {
        merge(tree, over);
    }
    Ok(())
}

type Way = std::vec::IntoIter<Step>;

fn set_key(
    mapping: &mut Mapping,
    (key, key_location): (String, Option<Location>),
    mut way: Way,
    value: Node,
) -> Result<(), Diagnostics> {
    let Some(next) = way.next() else {
        mapping.insert(Entry { key, key_location, value });
        return Ok(());
    };
    if mapping.get(&key).is_none_or(|entry| entry.value.value == Value::Null) {
        mapping.insert(Entry { key: key.clone(), key_location, value: empty_for(&next, key_location) });
    }
    let Some(entry) = mapping.get_mut(&key) else { return Ok(()) };
    match (next.part, &mut entry.value.value) {
        (Part::Key(inner), Value::Mapping(below)) => set_key(below, (inner, next.location), way, value),
        (Part::Index(index), Value::Sequence(items)) => set_index(items, index, way, value),
        (part, found) => Err(wrong_way(&part, found, key_location).into()),
    }
}

fn set_index(items: &mut Vec<Node>, index: usize, mut way: Way, value: Node) -> Result<(), Diagnostics> {
    if items.len() <= index {
        items.resize(index + 1, Node { value: Value::Null, location: value.location });
    }
    let Some(item) = items.get_mut(index) else { return Ok(()) };
    let Some(next) = way.next() else {
        *item = value;
        return Ok(());
    };
    let wants_mapping = matches!(next.part, Part::Key(_));
    if item.value == Value::Null || (wants_mapping && item.as_mapping().is_none()) {
        *item = empty_for(&next, next.location);
    }
    match (next.part, &mut item.value) {
        (Part::Key(inner), Value::Mapping(below)) => set_key(below, (inner, next.location), way, value),
        (Part::Index(index), Value::Sequence(below)) => set_index(below, index, way, value),
        (part, found) => Err(wrong_way(&part, found, next.location).into()),
    }
}

fn empty_for(next: &Step, location: Option<Location>) -> Node {
    let value = match next.part {
        Part::Key(_) => Value::Mapping(Mapping::new()),
        Part::Index(_) => Value::Sequence(Vec::new()),
    };
    Node { value, location }
}

fn wrong_way(part: &Part, found: &Value, location: Option<Location>) -> Diagnostic {
    let wanted = match part {
        Part::Key(_) => "mapping",
        Part::Index(_) => "list",
    };
    let message = format!("the path goes through a {wanted}, but the value there is {}", found.type_name());
    Diagnostic::error(code::INVALID_SET, message)
        .at(location)
        .help("set the whole value with `--set-json`, or change the file that gives it")
}
