//! The calls of the library from end to end.
//!
//! STUB of the branch `cli`: enough to compile and test the command line; the whole file is replaced when merging.
#![allow(
    missing_docs,
    clippy::missing_errors_doc,
    clippy::must_use_candidate,
    clippy::format_push_string,
    clippy::result_large_err,
    clippy::match_bool
)]

use crate::diagnostic::{Diagnostic, Diagnostics, Report, code};
use crate::source::{Location, Sources, Span};
use stub::values::Input;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Component(pub &'static str);

pub struct Release {
    pub name: Option<String>,
    pub namespace: Option<String>,
}

pub struct Rendered {
    pub template: &'static str,
    pub component: Component,
    pub api_version: String,
    pub kind: String,
    pub name: String,
    pub namespace: Option<String>,
    pub text: String,
}

pub struct Manifests {
    pub objects: Vec<Rendered>,
    pub next_steps: String,
}

pub struct ImageUse {
    pub reference: String,
    pub source_reference: String,
    pub used_by: Vec<String>,
}

impl Manifests {
    pub fn select(mut self, only: &[String]) -> Result<Self, Diagnostic> {
        self.objects.retain(|object| {
            let full = format!("{}/{}", object.kind, object.name);
            only.iter().any(|wanted| *wanted == full || wanted == object.component.0)
        });
        match self.objects.is_empty() {
            true => {
                Err(Diagnostic::error(code::NOTHING_SELECTED, format!("`--only {}` selects nothing", only.join(","))))
            }
            false => Ok(self),
        }
    }
}

fn findings(sources: &Sources, inputs: &[Input]) -> Diagnostics {
    let files = inputs.iter().filter_map(|input| match input {
        Input::File(source) => Some(*source),
        _ => None,
    });
    let bad = files.filter_map(|source| Some((source, sources.get(source)?.text.find("nonsense")?)));
    bad.map(|(source, start)| {
        Diagnostic::error(code::UNKNOWN_KEY, "unknown key `nonsense`")
            .at(Location { source, span: Span::new(start, start + 8) })
    })
    .collect()
}

fn report<T>(sources: &Sources, inputs: &[Input], value: T) -> Report<T> {
    let diagnostics = findings(sources, inputs);
    Report { value: (!diagnostics.has_errors()).then_some(value), diagnostics }
}

fn object(release: &Release, component: &'static str, api_version: &str, kind: &str) -> Rendered {
    let name = format!("{}-{component}", release.name.as_deref().unwrap_or("rocketmq"));
    let namespace = release.namespace.as_deref().unwrap_or("default");
    let text =
        format!("apiVersion: {api_version}\nkind: {kind}\nmetadata:\n  name: {name}\n  namespace: {namespace}\n");
    Rendered {
        template: "stub.yaml",
        component: Component(component),
        api_version: api_version.into(),
        kind: kind.into(),
        name,
        namespace: Some(namespace.into()),
        text,
    }
}

pub fn render(sources: &Sources, inputs: &[Input], release: &Release) -> Report<Manifests> {
    let objects = vec![
        object(release, "namesrv", "v1", "Service"),
        object(release, "broker", "v1", "Service"),
        object(release, "broker", "apps/v1", "StatefulSet"),
    ];
    report(sources, inputs, Manifests { objects, next_steps: "next steps\n".into() })
}

pub fn show_values(sources: &Sources, inputs: &[Input]) -> Report<String> {
    report(sources, inputs, "mode: dledger # default\n".into())
}

pub fn images(sources: &Sources, inputs: &[Input], _release: &Release) -> Report<Vec<ImageUse>> {
    let reference: String = "apache/rocketmq:4.9.7".into();
    let used_by = vec!["broker".into(), "namesrv".into()];
    report(sources, inputs, vec![ImageUse { reference: reference.clone(), source_reference: reference, used_by }])
}

pub mod stub {
    pub mod rocketmq {
        pub struct KnownVersion {
            pub version: &'static str,
            pub proven_for: &'static [&'static str],
        }

        pub const VERSIONS: &[KnownVersion] = &[
            KnownVersion { version: "4.9.7", proven_for: &["dledger"] },
            KnownVersion { version: "5.5.0", proven_for: &["controller", "replicated", "standalone"] },
        ];
    }

    pub mod values {
        use crate::source::SourceId;

        pub enum Input {
            File(SourceId),
            Set(SourceId),
            SetString(SourceId),
            SetJson(SourceId),
            SetFile { source: SourceId, contents: Vec<(String, String)> },
        }

        pub enum StarterStorage {
            Claim { storage_class: String },
            Local { path: String },
        }

        pub struct Starter {
            pub name: String,
            pub namespace: String,
            pub nodes: Vec<(String, String)>,
            pub registry: String,
            pub storage: StarterStorage,
            pub schema: Option<String>,
        }

        pub fn schema() -> String {
            "{\"$schema\": \"http://json-schema.org/draft-07/schema#\"}\n".into()
        }

        pub fn starter(starter: &Starter) -> String {
            let mut nodes = String::new();
            for (name, address) in &starter.nodes {
                nodes += &format!("  - {{name: {name}, address: {address}}}\n");
            }
            let storage = match &starter.storage {
                StarterStorage::Claim { storage_class } => {
                    format!("{{type: claim, storageClass: \"{storage_class}\"}}")
                }
                StarterStorage::Local { path } => format!("{{type: local, path: {path}}}"),
            };
            format!(
                "# {} in {}\nversion: 4.9.7\nimage: {{registry: \"{}\"}}\nnodes:\n{nodes}broker:\n  persistence: {storage}\n",
                starter.name, starter.namespace, starter.registry
            )
        }

        pub mod set {
            use crate::diagnostic::{Diagnostic, code};

            pub fn file_paths(expression: &str) -> Result<Vec<String>, Diagnostic> {
                match expression.split_once('=') {
                    Some((_, path)) => Ok(vec![path.into()]),
                    None => Err(Diagnostic::error(code::INVALID_SET, format!("`{expression}` has no `=`"))),
                }
            }
        }
    }
}
