//! The configuration of post-rendering: which passes run, and what they are given.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Diagnostics, Report, code};
use crate::source::{SourceId, Sources, Span};
use crate::values::format::{self, Format, Refusal};
use crate::values::{self, Field, Fields, Kind};
use crate::yaml::{self, Duplicates, Node, Value};

/// The `apiVersion` of a configuration that is written as an object.
pub const API_VERSION: &str = values::API_VERSION;
/// The `kind` of a configuration that is written as an object.
pub const KIND: &str = "PostRenderConfig";

/// What post-rendering does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the field table documents every value")]
pub struct Config {
    pub allow_empty: bool,
    pub harden: bool,
    pub passes: Vec<String>,
    pub images: Images,
}

/// Where images come from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the field table documents every value")]
pub struct Images {
    pub registry: String,
    pub pull_secrets: Vec<String>,
    pub digests: BTreeMap<String, String>,
}

impl Images {
    /// Returns the digest of a reference.
    #[must_use]
    pub fn digest(&self, reference: &str) -> Option<&str> {
        self.digests.get(reference).map(String::as_str)
    }
}

/// The field table of the configuration.
pub const FIELDS: Fields = &[&[
    Field::new(
        "allowEmpty",
        Kind::Switch(false),
        "Takes a stream without any object, which is an error otherwise; `--allow-empty` is the same.",
        "接受没有任何对象的流，否则报错；等同于 `--allow-empty`。",
    ),
    Field::new(
        "harden",
        Kind::Switch(false),
        "Runs every hardening pass on the RocketMQ workloads of the stream; `--harden` is the same.",
        "对流中的 RocketMQ 工作负载执行所有加固步骤；等同于 `--harden`。",
    ),
    Field::new(
        "passes",
        Kind::Texts(&PASS_NAME),
        "The hardening passes that run, by name, when `harden` is off.",
        "`harden` 关闭时要执行的加固步骤名称。",
    ),
    Field::new(
        "images",
        Kind::Section(&[IMAGES]),
        "The images of all workloads in the stream, not only of RocketMQ.",
        "流中所有工作负载（不限于 RocketMQ）的镜像。",
    ),
]];

const IMAGES: &[Field] = &[
    Field::new(
        "registry",
        Kind::optional_text(&format::REGISTRY),
        "A mirror registry that takes the place of the registry of every image.",
        "镜像仓库地址，替换每个镜像原有的仓库。",
    ),
    Field::new(
        "pullSecrets",
        Kind::Texts(&format::SECRET_NAME),
        "Names of Secrets that are added to `imagePullSecrets` of every Pod.",
        "加入每个 Pod 的 `imagePullSecrets` 的 Secret 名称。",
    ),
    Field::new(
        "digests",
        Kind::TextMap { key: &format::IMAGE, value: &DIGEST },
        "The digest of an image by its reference, with or without the mirror registry: \
         `apache/rocketmq:4.9.7: sha256:…`.",
        "按镜像引用（可含或不含镜像仓库）给出摘要：`apache/rocketmq:4.9.7: sha256:…`。",
    ),
];

const PASS_NAME: Format = Format {
    expected: "the name of a hardening pass",
    help: "take one of `placement`, `disruption-budget`, `graceful-stop`, `security`, `advertise`, `ports`, `config-keys` \
           and `checksum`",
    pattern: Some("^[a-z-]+$"),
    check: |text| {
        let is_pass = super::ALL.iter().any(|pass| pass.name == text && pass.extent.is_hardening());
        if is_pass { Ok(()) } else { Err(Refusal::Plain) }
    },
};

const DIGEST: Format = Format {
    expected: "a digest",
    help: "write `sha256:` with 64 hexadecimal digits",
    pattern: Some("^sha256:[a-f0-9]{64}$"),
    check: |text| {
        let is_digest = text.starts_with("sha256:") && (format::TAG.check)(text).is_ok();
        if is_digest { Ok(()) } else { Err(Refusal::Plain) }
    },
};

/// Reads a configuration: plain fields, or an object of [`KIND`] with the fields under `spec`.
///
/// # Diagnostics
///
/// Those of reading one document, of single fields, and `WRONG_KIND` for another object.
#[must_use]
pub fn load(sources: &Sources, source: SourceId) -> Report<Config> {
    let text = sources.get(source).map_or("", |source| &source.text);
    match document(source, text) {
        Ok(node) => values::read_table(FIELDS, &node, sources),
        Err(diagnostics) => Report { value: None, diagnostics },
    }
}

fn document(source: SourceId, text: &str) -> Result<Node, Diagnostics> {
    let node = yaml::parse(source, text, Span::new(0, text.len()), Duplicates::Refuse)?;
    match &node.value {
        Value::Null => Ok(Node::generated(yaml::Mapping::new())),
        Value::Mapping(mapping) if mapping.get("kind").is_some() || mapping.get("apiVersion").is_some() => spec(&node),
        Value::Mapping(_) => Ok(node),
        other => {
            let message = format!("the configuration is {}, but a mapping is expected", other.type_name());
            Err(Diagnostic::error(code::NOT_A_MAPPING, message)
                .at(node.location)
                .help("write `key: value` lines")
                .into())
        }
    }
}

/// Reads a configuration that is written as an object, out of a larger document.
///
/// # Diagnostics
///
/// Those of [`load`].
#[must_use]
pub fn read(object: &Node, sources: &Sources) -> Report<Config> {
    match spec(object) {
        Ok(node) => values::read_table(FIELDS, &node, sources),
        Err(diagnostics) => Report { value: None, diagnostics },
    }
}

/// Returns what stands under `spec`; whatever else an object has is for others to read.
fn spec(node: &Node) -> Result<Node, Diagnostics> {
    let is = |key: &str, want: &str| node.get(key).and_then(Node::as_str) == Some(want);
    if is("apiVersion", API_VERSION) && is("kind", KIND) {
        return Ok(node.get("spec").cloned().unwrap_or_else(|| Node::generated(yaml::Mapping::new())));
    }
    let location = node.get("kind").or_else(|| node.get("apiVersion")).and_then(|node| node.location);
    let message = format!("the configuration is no `{KIND}` of `{API_VERSION}`");
    let help =
        format!("write plain fields, or `apiVersion: {API_VERSION}`, `kind: {KIND}` and the fields under `spec`");
    Err(Diagnostic::error(code::WRONG_KIND, message).at(location).help(help).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_names_every_hardening_pass() {
        let names: Vec<String> = super::super::ALL
            .iter()
            .filter(|pass| pass.extent.is_hardening())
            .map(|pass| format!("`{}`", pass.name))
            .collect();
        let (last, first) = names.split_last().expect("a pass");
        assert_eq!(PASS_NAME.help, format!("take one of {} and {last}", first.join(", ")));
    }
}
