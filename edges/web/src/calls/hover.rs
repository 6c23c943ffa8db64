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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::respond;

    #[test]
    fn places_are_units_of_utf16_in_both_directions() {
        let before = "# 三台机器 🚀\nbroker:\n  ";
        let text = format!("{before}replicas: 3 # 奇数 🚀\n");
        let start = before.encode_utf16().count();
        let hover = |offset: usize| {
            let request = serde_json::json!({"text": text, "offset": offset}).to_string();
            let response: serde_json::Value = serde_json::from_str(&respond(&request, answer).unwrap()).unwrap();
            response["hover"].clone()
        };
        let found = hover(start + 4);
        assert_eq!((&found["from"], &found["to"]), (&start.into(), &(start + 8).into()));
        assert_eq!((&found["path"], &found["default"]), (&"broker.replicas".into(), &"3".into()));
        assert!(hover(start - 1).is_null() && hover(start + 11).is_null() && hover(9999).is_null());
    }
}
