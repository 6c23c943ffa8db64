//! What Helm says about where a document came from.

use super::Document;
use crate::yaml::Node;

/// The annotation by which Helm 4 sorts what a post-renderer returns into files again.
pub(super) const FILENAME: &str = "postrenderer.helm.sh/postrender-filename";
const SOURCE: &str = "# Source: ";

/// The chart and the template that a document came from, as far as Helm says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The path in the `# Source:` comment of Helm 3, `CHART/templates/FILE`.
    pub source: Option<String>,
    /// The path in the annotation of Helm 4, `CHART/templates/FILE`.
    pub filename: Option<String>,
}

impl Origin {
    /// The name of Helm 4's annotation.
    pub const FILENAME: &'static str = FILENAME;

    /// Returns what the text and the tree of a document say.
    #[must_use]
    pub fn of(document: &Document<'_>, node: &Node) -> Self {
        let is_head = |line: &&str| line.is_empty() || line.starts_with('#') || line.starts_with("---");
        let comments = document.content().lines().take_while(is_head);
        let source = comments.filter_map(|line| line.strip_prefix(SOURCE)).last().map(|path| path.trim().to_owned());
        let annotations = node.get("metadata").and_then(|metadata| metadata.get("annotations"));
        let filename = annotations.and_then(|annotations| annotations.get(FILENAME)).and_then(Node::as_str);
        Self { source, filename: filename.map(str::to_owned) }
    }

    /// Returns the path of the template, from whichever Helm.
    #[must_use]
    pub fn template(&self) -> Option<&str> {
        self.filename.as_deref().or(self.source.as_deref())
    }

    /// Returns the path of the chart: a subchart has the path of its parent before its own, `PARENT/charts/CHART`.
    #[must_use]
    pub fn chart(&self) -> Option<&str> {
        self.template().map(|path| path.split_once("/templates/").map_or(path, |(chart, _)| chart))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subchart_is_a_chart_of_its_own() {
        let chart = |path: &str| Origin { source: Some(path.to_owned()), filename: None }.chart().map(str::to_owned);
        assert_eq!(chart("shop/templates/a.yaml").as_deref(), Some("shop"));
        assert_eq!(chart("shop/charts/events/templates/tests/a.yaml").as_deref(), Some("shop/charts/events"));
        assert_eq!(chart("shop/templates/templates/a.yaml").as_deref(), Some("shop"));
    }
}
