//! One call: of `render`, in the words of the command line and of the web module, or of `post-render`.

use std::path::Path;

use serde::Serialize;
use serde_json::{Value, json};

/// What a case must come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    /// Exit code 0 and manifests.
    Renders,
    /// Exit code 2, nothing on stdout, findings.
    Fails,
}

/// A values text with the name under which it is given; the text of stdin is called `<stdin>`.
#[derive(Clone, Debug, Serialize)]
pub struct File {
    /// The name.
    pub name: String,
    /// The text.
    pub text: String,
}

/// The name of the text that comes by stdin.
pub const STDIN: &str = "<stdin>";

/// One call.
#[derive(Clone, Debug)]
pub struct Case {
    /// The name of its folder.
    pub id: String,
    /// What it must come to.
    pub expect: Expect,
    /// The values texts, in the order of `-f`.
    pub files: Vec<File>,
    /// `--set`.
    pub set: Vec<String>,
    /// `--set-string`.
    pub set_string: Vec<String>,
    /// `--set-json`.
    pub set_json: Vec<String>,
    /// NAME.
    pub name: Option<String>,
    /// `-n`.
    pub namespace: Option<String>,
    /// `-o`: yaml, json or name.
    pub format: &'static str,
    /// The words of a call of `post-render`; none for `render`.
    pub post_render: &'static [&'static str],
}

impl Case {
    /// Returns a case of one text and nothing else.
    pub fn of_text(id: String, text: String) -> Self {
        let files = vec![File { name: "values.yaml".into(), text }];
        let (set, set_string, set_json) = (Vec::new(), Vec::new(), Vec::new());
        Self {
            id,
            expect: Expect::Renders,
            files,
            set,
            set_string,
            set_json,
            name: None,
            namespace: None,
            format: "yaml",
            post_render: &[],
        }
    }

    /// Returns a case of manifests that come by stdin, with the words that they are changed by.
    pub fn of_stream(id: String, text: String, words: &'static [&'static str]) -> Self {
        let files = vec![File { name: STDIN.into(), text }];
        Self { files, post_render: words, ..Self::of_text(id, String::new()) }
    }

    /// Returns the arguments of the command line.
    pub fn args(&self) -> Vec<String> {
        if !self.post_render.is_empty() {
            return self
                .post_render
                .iter()
                .chain(&["--message-format", "json"])
                .map(|word| (*word).to_owned())
                .collect();
        }
        let mut args = vec!["render".to_owned()];
        args.extend(self.name.clone());
        for file in &self.files {
            args.extend(["-f".into(), if file.name == STDIN { "-".into() } else { file.name.clone() }]);
        }
        for (flag, list) in [("set", &self.set), ("set-string", &self.set_string), ("set-json", &self.set_json)] {
            args.extend(list.iter().map(|text| format!("--{flag}={text}")));
        }
        args.extend(self.namespace.iter().map(|namespace| format!("--namespace={namespace}")));
        args.extend(["-o", self.format, "--message-format", "json"].map(str::to_owned));
        args
    }

    /// Returns the request to the web module.
    pub fn request(&self) -> Value {
        let cluster = json!({
            "values": self.files, "set": self.set, "setString": self.set_string, "setJson": self.set_json,
            "name": self.name, "namespace": self.namespace,
        });
        json!({"cluster": cluster, "format": self.format})
    }

    /// Writes the files of the case into its folder; that of stdin is there in any case.
    pub fn write(&self, folder: &Path) -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        std::fs::write(folder.join(STDIN), "")?;
        self.files.iter().try_for_each(|file| std::fs::write(folder.join(&file.name), &file.text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_and_the_request_say_the_same() {
        let mut case = Case::of_text("a".into(), "mode: dledger\n".into());
        case.files.push(File { name: STDIN.into(), text: "{}".into() });
        case.set.push("a=b".into());
        case.name = Some("mq".into());
        case.namespace = Some("prod".into());
        let args = "render mq -f values.yaml -f - --set=a=b --namespace=prod -o yaml --message-format json";
        assert_eq!(case.args().join(" "), args);
        let cluster = &case.request()["cluster"];
        assert_eq!(cluster["values"][1]["name"], STDIN);
        assert_eq!(cluster["set"][0], "a=b");
        assert_eq!((&cluster["name"], &cluster["namespace"]), (&json!("mq"), &json!("prod")));
    }
}
