//! What a text of values gives.

use rmq::diagnostic::{Diagnostics, Report};
use rmq::editor;
use rmq::source::Sources;
use rmq::yaml::Node;
use serde::{Deserialize, Serialize};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    text: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct Response {
    /// Whether the text can be read as YAML.
    readable: bool,
    /// The values, or null.
    tree: Option<Node>,
}

pub(crate) fn answer(request: Request, _: &mut Sources) -> Report<Response> {
    let Request { text } = request;
    let tree = editor::given(&text);
    Report { value: Some(Response { readable: tree.is_some(), tree }), diagnostics: Diagnostics::new() }
}
