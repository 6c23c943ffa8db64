//! What the key at a place is for.

use rmq::diagnostic::{Diagnostics, Report};
use rmq::editor;
use rmq::source::Sources;
use serde::{Deserialize, Serialize};

use crate::answer::Range;
use crate::utf16::{Units, byte};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    text: String,
    /// A unit of UTF-16.
    offset: usize,
}

#[derive(Debug, Serialize)]
pub(crate) struct Response {
    hover: Option<Hover>,
}

#[derive(Debug, Serialize)]
struct Hover {
    #[serde(flatten)]
    range: Range,
    #[serde(flatten)]
    hover: editor::Hover,
}

pub(crate) fn answer(request: Request, _: &mut Sources) -> Report<Response> {
    let Request { text, offset } = request;
    let units = Units::of(&text);
    let with_range = |hover: editor::Hover| {
        let range = Range { from: units.at(hover.range.start), to: units.at(hover.range.end) };
        Hover { range, hover }
    };
    let hover = editor::hover(&text, byte(&text, offset)).map(with_range);
    Report { value: Some(Response { hover }), diagnostics: Diagnostics::new() }
}
