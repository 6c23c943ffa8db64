//! From the text of a request to the text of its response.

use rmq::diagnostic::{Diagnostics, Report, chinese};
use rmq::output::json;
use rmq::source::{Location, Sources};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::JsError;

use crate::utf16::Units;

/// What every call returns.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Response<'a, T> {
    /// What the call asks for; its fields are absent when a finding is an error.
    #[serde(flatten)]
    value: Option<T>,
    /// What was found.
    diagnostics: Vec<Finding<'a>>,
    /// 0 or 2.
    exit_code: u8,
}

/// A finding as the command line prints it, with its places in units of UTF-16 too.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding<'a> {
    #[serde(flatten)]
    printed: json::Finding<'a>,
    /// The first unit and the one after the last.
    #[serde(flatten)]
    range: Option<Range>,
    /// What the code means, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    meaning_zh: Option<&'static str>,
}

/// A range of units of UTF-16.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Range {
    /// The first one.
    pub(crate) from: usize,
    /// The one after the last.
    pub(crate) to: usize,
}

/// Reads a request, does its work, and writes what came of it.
pub(crate) fn answer<Q: DeserializeOwned, T: Serialize>(
    request: &str,
    work: impl FnOnce(Q, &mut Sources) -> Report<T>,
) -> Result<String, JsError> {
    respond(request, work).map_err(JsError::from)
}

pub(crate) fn respond<Q: DeserializeOwned, T: Serialize>(
    request: &str,
    work: impl FnOnce(Q, &mut Sources) -> Report<T>,
) -> serde_json::Result<String> {
    let request: Q = serde_json::from_str(request)?;
    let mut sources = Sources::new();
    let Report { value, mut diagnostics } = work(request, &mut sources);
    diagnostics.sort();
    let value = value.filter(|_| !diagnostics.has_errors());
    let exit_code = if value.is_some() { 0 } else { 2 };
    serde_json::to_string(&Response { value, diagnostics: findings(&sources, &diagnostics), exit_code })
}

fn findings<'a>(sources: &'a Sources, diagnostics: &'a Diagnostics) -> Vec<Finding<'a>> {
    let texts: Vec<Units<'_>> = sources.iter().map(|source| Units::of(&source.text)).collect();
    let range = |location: Location| {
        let number = sources
            .iter()
            .position(|source| sources.get(location.source).is_some_and(|at| std::ptr::eq(at, source)))?;
        let units = texts.get(number)?;
        let span = location.span.range();
        Some(Range { from: units.at(span.start), to: units.at(span.end) })
    };
    let places = diagnostics.iter().map(|diagnostic| (diagnostic.location.and_then(range), diagnostic.code));
    let pairs = json::findings(sources, diagnostics).into_iter().zip(places);
    pairs.map(|(printed, (range, code))| Finding { printed, range, meaning_zh: chinese::meaning(code) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rmq::values::Input;

    #[derive(Deserialize)]
    struct Text {
        text: String,
    }

    #[derive(Serialize)]
    struct Nothing {}

    fn load(request: Text, sources: &mut Sources) -> Report<Nothing> {
        let file = sources.add("values.yaml", request.text);
        let Report { value, diagnostics } = rmq::values::load(sources, &[Input::File(file)]);
        Report { value: value.map(|_| Nothing {}), diagnostics }
    }

    #[test]
    fn places_are_units_of_utf16_too() {
        let request = serde_json::json!({"text": "# 中文 🚀\nmodus: dledger\n"}).to_string();
        let response: serde_json::Value = serde_json::from_str(&respond(&request, load).unwrap()).unwrap();
        let finding = &response["diagnostics"][0];
        // 11 bytes of UTF-8 and 6 units of UTF-16 stand before the line end.
        assert_eq!((&finding["offset"], &finding["from"], &finding["to"]), (&14.into(), &8.into(), &13.into()));
        assert_eq!((&response["exitCode"], &finding["code"]), (&2.into(), &"RMQ010".into()));
        assert!(finding["meaningZh"].as_str().is_some_and(|meaning| meaning.contains("字段")));
    }

    #[test]
    fn a_request_of_another_form_is_refused() {
        assert!(respond(r#"{"txt": ""}"#, load).is_err());
        assert!(respond("{", load).is_err());
    }
}
