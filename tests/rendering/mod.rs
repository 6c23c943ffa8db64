//! Renders values through the library, as every edge does.

use rmq::cluster::RequestedRelease;
use rmq::diagnostic::{Diagnostics, Report};
use rmq::pipeline::{self, Manifests};
use rmq::source::{Sources, Span};
use rmq::values::Input;
use rmq::yaml::{self, Duplicates, Node};

/// Renders one text of values.
pub(crate) fn render(values: &str) -> Report<Manifests> {
    render_only(values, &[])
}

/// Renders the objects of one text of values that these words mean.
pub(crate) fn render_only(values: &str, only: &[String]) -> Report<Manifests> {
    let mut sources = Sources::new();
    let input = Input::File(sources.add("values.yaml", values));
    pipeline::render(&sources, &[input], &RequestedRelease::default(), only)
}

/// Renders one text of values that has no error.
pub(crate) fn render_sound(values: &str) -> Manifests {
    sound(render(values))
}

/// Returns the manifests of values that have no error.
pub(crate) fn sound(report: Report<Manifests>) -> Manifests {
    let Report { value, diagnostics } = report;
    value.unwrap_or_else(|| panic!("no manifests: {:?}", messages(&diagnostics)))
}

/// Reads one document as Kubernetes does, and refuses duplicate keys as well.
pub(crate) fn read(document: &str) -> Node {
    let source = Sources::new().add("object.yaml", document);
    let node = yaml::parse(source, document, Span::new(0, document.len()), Duplicates::Refuse);
    node.unwrap_or_else(|found| panic!("{:?} in\n{document}", messages(&found)))
}

fn messages(found: &Diagnostics) -> Vec<String> {
    found.iter().map(|found| format!("{}[{}] {}", found.severity.word(), found.code, found.message)).collect()
}
