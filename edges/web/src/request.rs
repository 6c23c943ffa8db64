//! What several requests hold.

use rmq::cluster::RequestedRelease;
use rmq::source::Sources;
use rmq::values::Input;
use serde::Deserialize;

/// A text with the name that findings show.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Text {
    /// The name.
    pub(crate) name: String,
    /// The text.
    pub(crate) text: String,
}

/// A cluster by its values; everything may be left out.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct Cluster {
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
}

/// A flag with its texts and what they are to the library.
type Flag = (&'static str, Vec<String>, fn(rmq::source::SourceId) -> Input);

impl Cluster {
    /// Keeps the texts; returns what each of them is, and the name and namespace that were asked for.
    pub(crate) fn load(self, sources: &mut Sources) -> (Vec<Input>, RequestedRelease) {
        let mut inputs: Vec<Input> =
            self.values.into_iter().map(|file| Input::File(sources.add(file.name, file.text))).collect();
        let flags: [Flag; 3] = [
            ("--set-json", self.set_json, Input::SetJson),
            ("--set", self.set, Input::Set),
            ("--set-string", self.set_string, Input::SetString),
        ];
        for (flag, texts, input) in flags {
            let named = texts.into_iter().enumerate().map(|(index, text)| (format!("{flag}[{index}]"), text));
            inputs.extend(named.map(|(name, text)| input(sources.add(name, text))));
        }
        (inputs, RequestedRelease { name: self.name, namespace: self.namespace, helm_namespace: None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_request_is_the_default_cluster() {
        let request: Cluster = serde_json::from_str("{}").unwrap();
        let mut sources = Sources::new();
        let (inputs, release) = request.load(&mut sources);
        assert_eq!((sources.iter().count(), inputs.len()), (0, 0));
        assert!(release.name.is_none());
    }

    #[test]
    fn inputs_come_in_helms_order_under_the_names_of_the_flags() {
        let text = r#"{"values": [{"name": "a.yaml", "text": "{}"}], "set": ["x=1", "y=2"], "setJson": ["z={}"]}"#;
        let request: Cluster = serde_json::from_str(text).unwrap();
        let mut sources = Sources::new();
        request.load(&mut sources);
        let names: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
        assert_eq!(names, ["a.yaml", "--set-json[0]", "--set[0]", "--set[1]"]);
    }

    #[test]
    fn a_misspelt_request_is_refused() {
        for request in [r#"{"setstring": []}"#, r#"{"values": ["mode: dledger"]}"#] {
            assert!(serde_json::from_str::<Cluster>(request).is_err(), "{request}");
        }
    }
}
