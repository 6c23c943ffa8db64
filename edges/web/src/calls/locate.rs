//! Where a value stands.

use rmq::diagnostic::{Diagnostics, Report};
use rmq::editor;
use rmq::source::Sources;
use serde::{Deserialize, Serialize};

use super::{Step, path};
use crate::answer::Range;
use crate::utf16::Units;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    text: String,
    path: Vec<Step>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Response {
    /// The value, else the nearest around it; null when the text cannot be read.
    place: Option<Range>,
}

pub(crate) fn answer(request: Request, _: &mut Sources) -> Report<Response> {
    let units = Units::of(&request.text);
    let bytes = editor::place(&request.text, &path(request.path));
    let place = bytes.map(|bytes| Range { from: units.at(bytes.start), to: units.at(bytes.end) });
    Report { value: Some(Response { place }), diagnostics: Diagnostics::new() }
}
