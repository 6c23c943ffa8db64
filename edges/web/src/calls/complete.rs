//! What may stand at a place.

use rmq::diagnostic::{Diagnostics, Report};
use rmq::editor::{self, Completion};
use rmq::source::Sources;
use serde::{Deserialize, Serialize};

use crate::answer::Range;
use crate::utf16::{Units, byte};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    text: String,
    /// The unit of UTF-16 at which somebody types.
    offset: usize,
}

#[derive(Debug, Serialize)]
pub(crate) struct Response {
    /// What is replaced.
    #[serde(flatten)]
    range: Range,
    items: Vec<Completion>,
}

pub(crate) fn answer(request: Request, _: &mut Sources) -> Report<Response> {
    let Request { text, offset } = request;
    let response = match editor::complete(&text, byte(&text, offset)) {
        Some(found) => {
            let units = Units::of(&text);
            let range = Range { from: units.at(found.range.start), to: units.at(found.range.end) };
            Response { range, items: found.items }
        }
        None => Response { range: Range { from: offset, to: offset }, items: Vec::new() },
    };
    Report { value: Some(response), diagnostics: Diagnostics::new() }
}
