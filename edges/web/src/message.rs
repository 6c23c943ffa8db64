//! The requests and responses of the web module.

use rmq::cluster::RequestedRelease;
use rmq::output::json::Finding;
use rmq::source::{SourceId, Sources};
use rmq::values::Input;
use serde::{Deserialize, Serialize};

/// The arguments of `rmq render`; everything may be left out.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct Request {
    /// The texts of `-f`.
    values: Vec<Text>,
    /// `--set`.
    set: Vec<String>,
    /// `--set-string`.
    set_string: Vec<String>,
    /// `--set-json`.
    set_json: Vec<String>,
    /// NAME.
    name: Option<String>,
    /// `--namespace`.
    namespace: Option<String>,
    /// `-o`.
    pub(crate) format: Format,
}

/// A text with the name that findings show.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    name: String,
    text: String,
}

/// How manifests are printed.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Format {
    /// A stream of documents.
    #[default]
    Yaml,
    /// One list.
    Json,
    /// Names only.
    Name,
}

/// What `rmq render` prints.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Response<'a> {
    /// Its stdout: empty when the values have an error.
    pub(crate) output: String,
    /// Its findings.
    pub(crate) diagnostics: Vec<Finding<'a>>,
    /// 0 or 2.
    pub(crate) exit_code: u8,
}

/// A flag with its texts and what they are to the library.
type Flag<'a> = (&'a str, &'a [String], fn(SourceId) -> Input);

impl Request {
    /// Returns the texts and what each of them is.
    pub(crate) fn inputs(&self) -> (Sources, Vec<Input>) {
        let mut sources = Sources::new();
        let mut inputs: Vec<Input> =
            self.values.iter().map(|file| Input::File(sources.add(&file.name, &file.text))).collect();
        let flags: [Flag; 3] = [
            ("--set-json", &self.set_json, Input::SetJson),
            ("--set", &self.set, Input::Set),
            ("--set-string", &self.set_string, Input::SetString),
        ];
        for (flag, texts, input) in flags {
            let named = texts.iter().enumerate().map(|(index, text)| (format!("{flag}[{index}]"), text));
            inputs.extend(named.map(|(name, text)| input(sources.add(name, text))));
        }
        (sources, inputs)
    }

    /// Returns the name and namespace that were asked for.
    pub(crate) fn release(&self) -> RequestedRelease {
        RequestedRelease { name: self.name.clone(), namespace: self.namespace.clone(), helm_namespace: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_request_is_the_default_cluster() {
        let request: Request = serde_json::from_str("{}").unwrap();
        let (sources, inputs) = request.inputs();
        assert_eq!((sources.iter().count(), inputs.len()), (0, 0));
        assert!(request.release().name.is_none());
    }

    #[test]
    fn inputs_come_in_helms_order_under_the_names_of_the_flags() {
        let text = r#"{"values": [{"name": "a.yaml", "text": "{}"}], "set": ["x=1", "y=2"], "setJson": ["z={}"]}"#;
        let request: Request = serde_json::from_str(text).unwrap();
        let (sources, _) = request.inputs();
        let names: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
        assert_eq!(names, ["a.yaml", "--set-json[0]", "--set[0]", "--set[1]"]);
    }

    #[test]
    fn a_misspelt_request_is_refused() {
        for request in [r#"{"setstring": []}"#, r#"{"format": "toml"}"#, r#"{"values": ["mode: dledger"]}"#] {
            assert!(serde_json::from_str::<Request>(request).is_err(), "{request}");
        }
    }
}
