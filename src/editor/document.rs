//! The document of a values text: where it stands, and where in it the values are.

use crate::source::{SourceId, Sources, Span};
use crate::values::KIND;
use crate::yaml::{self, Duplicates, FieldPath, Node, Value};

/// The document that holds the values.
pub(super) struct Document {
    /// Its bytes.
    pub(super) span: Span,
    /// Its tree.
    pub(super) node: Node,
    /// Where the values begin: at the root, or below `spec`.
    pub(super) root: FieldPath,
}

/// Reads a text; nothing when it cannot be read.
///
/// A text without values is its first document, however empty.
pub(super) fn read(text: &str) -> Option<Document> {
    let source = Sources::new().add("", "");
    let spans: Vec<Span> = yaml::split(text).ok()?.into_iter().map(|chunk| chunk.content).collect();
    let mut documents = Vec::new();
    for span in spans {
        documents.push(of(source, text, span)?);
    }
    let given = documents.iter().position(|document| document.node.value != Value::Null).unwrap_or(0);
    if documents.is_empty() {
        return of(source, text, Span::new(0, text.len()));
    }
    Some(documents.swap_remove(given))
}

/// Returns the byte at which reading a text ends.
pub(super) fn fault(text: &str) -> Option<usize> {
    let source = Sources::new().add("", "");
    let chunks = match yaml::split(text) {
        Ok(chunks) => chunks,
        Err(error) => return Some(error.line.range().start),
    };
    let faults =
        chunks.into_iter().filter_map(|chunk| yaml::parse(source, text, chunk.content, Duplicates::LastWins).err());
    let mut places = faults.flat_map(|found| found.iter().filter_map(|one| one.location).collect::<Vec<_>>());
    places.next().map(|location| location.span.range().start)
}

fn of(source: SourceId, text: &str, span: Span) -> Option<Document> {
    let node = yaml::parse(source, text, span, Duplicates::LastWins).ok()?;
    let is_wrapped = node.get("kind").and_then(Node::as_str) == Some(KIND);
    let root = if is_wrapped { FieldPath::from(["spec"]) } else { FieldPath::root() };
    Some(Document { span, node, root })
}
