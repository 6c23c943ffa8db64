//! What passes make of one document.

use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::documents::{self, CannotWrite, Document, Identity, Object, Origin, Written};
use crate::passes::{self, Added, Context, Left, Pass, Plan, Planned};
use crate::yaml::edit::{CannotEdit, Change};
use crate::yaml::{Entry, FieldPath, Mapping, Node, Step, Value, write};

/// An object that passes looked at.
#[derive(Clone, Debug)]
pub struct Changed {
    /// The object.
    pub identity: Identity,
    /// Where its document came from.
    pub origin: Origin,
    /// What was changed.
    pub changes: Vec<Planned>,
    /// What was put beside it.
    pub added: Vec<Added>,
    /// What was left alone.
    pub left: Vec<Left>,
    /// Why its document was written anew instead of in place, if it was.
    pub anew: Option<CannotEdit>,
}

/// What becomes of a document.
pub(super) struct Outcome<'a> {
    /// Its changes; nothing when there is none.
    pub(super) written: Option<Written<'a>>,
    /// The documents that follow it, each with the separator line before it.
    pub(super) added: String,
    /// What the report tells.
    pub(super) objects: Vec<Changed>,
}

/// Plans and writes the changes of a document.
///
/// # Errors
///
/// Nothing is returned that would not be read back as planned.
pub(super) fn change<'a>(
    passes: &[&'static Pass],
    context: &Context<'_>,
    document: &Document<'a>,
    node: &Node,
) -> Result<Outcome<'a>, Diagnostics> {
    let objects = documents::objects(node);
    let plans: Vec<Plan> = objects.iter().map(|object| passes::plan(passes, context, object)).collect();
    let origin = Origin::of(document, node);
    let mut changes: Vec<Change> = Vec::new();
    let mut added = String::new();
    for (object, plan) in objects.iter().zip(&plans) {
        changes.extend(plan.in_document(&object.path));
        if object.path.steps().is_empty() {
            added.extend(plan.new_objects().iter().map(|new| behind(document, &origin, new)));
        } else {
            in_list(node, object, plan.new_objects(), &mut changes);
        }
    }
    let written = written(document, node, &changes)?;
    let anew = written.as_ref().and_then(|written| written.anew);
    let report = |(object, plan): (&Object<'_>, Plan)| Changed {
        identity: object.identity.clone(),
        origin: origin.clone(),
        anew: anew.filter(|_| !plan.planned.is_empty()),
        changes: plan.planned,
        added: plan.added,
        left: plan.left,
    };
    let objects = objects.iter().zip(plans).filter(|(_, plan)| !plan.is_empty()).map(report).collect();
    Ok(Outcome { written, added, objects })
}

/// Writes the changes of a document; nothing when there is none.
///
/// # Errors
///
/// As of [`change`].
pub(super) fn written<'a>(
    document: &Document<'a>,
    node: &Node,
    changes: &[Change],
) -> Result<Option<Written<'a>>, Diagnostics> {
    if changes.is_empty() {
        return Ok(None);
    }
    documents::rewrite(document, node, changes).map(Some).map_err(|error| not_read_back(document, error))
}

/// Appends new objects to the list in which their neighbour stands: what was one document stays one.
fn in_list(document: &Node, object: &Object<'_>, new: &[Node], changes: &mut Vec<Change>) {
    let mut list = object.path.clone();
    list.pop();
    let length = document.at(&list).and_then(Node::as_sequence).map_or(0, <[Node]>::len);
    let before = changes.iter().filter(|change| is_item(change.path(), &list, length)).count();
    for (offset, node) in new.iter().enumerate() {
        changes.push(Change::Set(list.clone().index(length + before + offset), node.clone()));
    }
}

/// Returns true for the path of an item behind the end of a list.
fn is_item(path: &FieldPath, list: &FieldPath, length: usize) -> bool {
    let mut parent = path.clone();
    matches!(parent.pop(), Some(Step::Index(index)) if index >= length) && parent == *list
}

/// Returns a new document that Helm takes for one of the same template.
fn behind(document: &Document<'_>, origin: &Origin, new: &Node) -> String {
    let mut new = new.clone();
    if let Some(filename) = &origin.filename {
        annotate(&mut new, Origin::FILENAME, filename);
    }
    let source = origin.source.as_ref().map(|source| format!("# Source: {source}\n")).unwrap_or_default();
    let text = format!("---\n{source}{}", write::document(&new));
    let is_crlf = document.content().split_once('\n').is_some_and(|(first, _)| first.ends_with('\r'));
    if is_crlf { text.replace('\n', "\r\n") } else { text }
}

fn annotate(object: &mut Node, name: &str, text: &str) {
    let path = FieldPath::from(["metadata", "annotations"]);
    let annotations = object.at(&path).and_then(Node::as_mapping).cloned();
    let mut annotations = annotations.unwrap_or_else(Mapping::new);
    annotations.insert(Entry { key: name.to_owned(), key_location: None, value: Node::generated(text) });
    // The object is a mapping with metadata, so there is a way.
    let _ = Change::Set(path, Node::generated(Value::Mapping(annotations))).apply(object);
}

fn not_read_back(document: &Document<'_>, error: CannotWrite) -> Diagnostics {
    let (code, help) = match error {
        CannotWrite::NotReadBack => (
            code::NOT_READ_BACK,
            "report this as a defect of `rmq`, with the document; leave the passes off until then",
        ),
        CannotWrite::Tab => (
            code::INVALID_YAML,
            "write blanks in place of tabs, or take anchors and merges out of the place that changes",
        ),
    };
    Diagnostic::error(code, error.to_string()).at(document.location()).secret().help(help).into()
}
