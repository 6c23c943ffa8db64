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
    let at = byte(&text, offset);
    let (range, items) = editor::complete(&text, at).map_or((at..at, Vec::new()), |found| (found.range, found.items));
    let units = Units::of(&text);
    let response = Response { range: Range { from: units.at(range.start), to: units.at(range.end) }, items };
    Report { value: Some(response), diagnostics: Diagnostics::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::respond;

    #[test]
    fn places_are_units_of_utf16_in_both_directions() {
        let before = "# 三台机器 🚀\n'🚀': 中\nbroker:\n  ";
        let start = before.encode_utf16().count();
        for (behind, end, offered) in
            [("rep", start + 3, "replicas"), ("reps", start + 4, "replicas"), ("", start, "groups")]
        {
            // The cursor stands behind three characters at most.
            let offset = start + behind.len().min(3);
            let request =
                serde_json::json!({"text": format!("{before}{behind}\n# 尾 🚀\n"), "offset": offset}).to_string();
            let response: serde_json::Value = serde_json::from_str(&respond(&request, answer).unwrap()).unwrap();
            assert_eq!((&response["from"], &response["to"]), (&start.into(), &end.into()), "{behind}");
            assert_eq!(response["items"][0]["label"], offered);
        }
    }

    #[test]
    fn a_place_past_the_end_or_with_nothing_to_offer_is_answered() {
        for (text, offset) in [("# 中", 3), ("🚀", 1), ("", 9), ("a: {", 99)] {
            let request = serde_json::json!({"text": text, "offset": offset}).to_string();
            let response: serde_json::Value = serde_json::from_str(&respond(&request, answer).unwrap()).unwrap();
            assert_eq!(response["exitCode"], 0, "{text}");
            assert!(response["items"].is_array(), "{text}");
            let units = text.encode_utf16().count() as u64;
            assert!(response["to"].as_u64().is_some_and(|to| to <= units), "{text}: {response}");
        }
    }
}
