//! What post-rendering says about the documents of a stream.

use crate::diagnostic::{Diagnostic, Severity, code};
use crate::documents::{self, Document, Object, Origin};

/// Names the template that `what` came from, when Helm says: a place in a stream that nobody sees is not enough.
pub(super) fn from_template(found: Diagnostic, what: &str, origin: &Origin) -> Diagnostic {
    match origin.template() {
        Some(template) => found.note(format!("{what} comes from {}", template.escape_debug())),
        None => found,
    }
}

/// A broken document of others is theirs to mend; Kubernetes will say so again.
pub(super) fn excused(document: &Document<'_>, found: &Diagnostic) -> Diagnostic {
    let found = found.clone().secret();
    if !documents::is_passable(document.whole()) {
        return found;
    }
    let warning = Diagnostic { severity: Severity::Warning, ..found };
    warning.note("nothing in the document looks like RocketMQ, so it passes as it is")
}

/// Something before `rmq` failed, and Helm would install nothing without a word.
pub(super) fn nothing_there() -> Diagnostic {
    Diagnostic::error(code::EMPTY_STREAM, "there is no object in the stream")
        .note("what should have written it failed, or has nothing to say")
        .help("look at the command before `rmq`; `--allow-empty` takes an empty stream")
}

pub(super) fn in_a_list(object: &Object<'_>) -> Diagnostic {
    let message = format!("`{}` stands in a list, where it cannot be expanded", object.identity);
    let error = Diagnostic::error(code::WRONG_KIND, message).at(object.node.location).path(object.path.to_string());
    error.help("make it a document of its own, between lines of `---`")
}
