//! Manifests as a YAML stream, as one JSON list, as names.

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Diagnostics, code};
pub use crate::render::MARK;
use crate::render::Rendered;
use crate::source::{Sources, Span};
use crate::yaml::{self, Duplicates, Node};

/// Returns the objects as a stream of YAML documents, each under the name of its template.
#[must_use]
pub fn yaml(objects: &[Rendered]) -> String {
    pieces(objects).collect()
}

/// Returns the same stream in pieces, for a caller that writes it away: a second copy of all objects costs memory.
pub fn pieces(objects: &[Rendered]) -> impl Iterator<Item = &str> {
    objects.iter().flat_map(|object| [MARK, object.template, "\n", &object.text])
}

/// Returns one object as a YAML document under the name of its template.
#[must_use]
pub fn document(object: &Rendered) -> String {
    format!("{MARK}{}\n{}", object.template, object.text)
}

/// Returns the objects as one `List`, which `kubectl apply -f -` takes.
///
/// # Errors
///
/// `TEMPLATE_FAILURE` when the text of an object cannot be read back.
pub fn json(objects: &[Rendered]) -> Result<String, Diagnostics> {
    let items = objects.iter().map(node).collect::<Result<Vec<Node>, Diagnostics>>()?;
    let list = List { api_version: "v1", kind: "List", items };
    Ok(serde_json::to_string_pretty(&list).unwrap_or_default() + "\n")
}

/// Returns one line `kind.group/name` for each object, as `kubectl -o name` prints it.
#[must_use]
pub fn names(objects: &[Rendered]) -> String {
    objects.iter().map(|object| name(object) + "\n").collect()
}

fn name(object: &Rendered) -> String {
    let kind = object.kind.to_ascii_lowercase();
    match object.api_version.split_once('/') {
        Some((group, _)) => format!("{kind}.{group}/{}", object.name),
        None => format!("{kind}/{}", object.name),
    }
}

fn node(object: &Rendered) -> Result<Node, Diagnostics> {
    let source = Sources::new().add(object.template, String::new());
    let node = yaml::parse(source, &object.text, Span::new(0, object.text.len()), Duplicates::Refuse);
    node.map_err(|found| found.iter().map(|found| unreadable(object, found)).collect())
}

/// Returns the finding without its place, which lies in no text that the user knows.
fn unreadable(object: &Rendered, found: &Diagnostic) -> Diagnostic {
    let message = format!("the text of {}/{} is not read back: {}", object.kind, object.name, found.message);
    Diagnostic::error(code::TEMPLATE_FAILURE, message)
        .note(format!("it was made from the template `{}`", object.template))
        .help("report this as a defect of `rmq`; `-o yaml` prints the text as it is")
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct List {
    api_version: &'static str,
    kind: &'static str,
    items: Vec<Node>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::files::testing::object;

    #[test]
    fn names_are_those_of_kubectl() {
        let objects = [object("v1", "Service", "web"), object("apps/v1", "StatefulSet", "web")];
        assert_eq!(names(&objects), "service/web\nstatefulset.apps/web\n");
    }

    #[test]
    fn a_stream_names_the_templates() {
        let objects = [object("v1", "Service", "a"), object("v1", "Service", "b")];
        let want = "---\n# Source: rmq/templates/test.yaml\nname: a\n---\n# Source: rmq/templates/test.yaml\nname: b\n";
        assert_eq!(yaml(&objects), want);
        assert_eq!(yaml(&[]), "");
    }

    #[test]
    fn a_text_that_is_not_read_back_is_an_error_without_a_place() {
        let broken = Rendered { text: "a: [\n".into(), ..object("v1", "Service", "a") };
        let found = json(&[broken]).unwrap_err();
        assert!(found.iter().all(|found| found.location.is_none() && found.code == code::TEMPLATE_FAILURE));
    }

    #[test]
    fn a_list_keeps_the_order_of_the_text() {
        let mut object = object("v1", "ConfigMap", "a");
        object.text = "kind: ConfigMap\napiVersion: v1\ndata: {b: \"1\", a: \"on\"}\n".into();
        insta::assert_snapshot!(json(&[object]).unwrap());
        assert_eq!(json(&[]).unwrap(), "{\n  \"apiVersion\": \"v1\",\n  \"kind\": \"List\",\n  \"items\": []\n}\n");
    }
}
