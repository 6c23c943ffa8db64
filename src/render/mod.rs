//! [`Cluster`] → manifests: which objects there are, in which order, and what each template is given.
//!
//! **Invariant:** every text is made by a template, and every value in it passes the Go-safe formatter.

mod broker_config;
mod environment;
mod filters;
mod next_steps;
mod objects;
mod shell;
mod subtree;

use crate::cluster::{Cluster, naming};
use crate::diagnostic::Diagnostics;
use crate::digest;
use environment::Templates;
pub use next_steps::next_steps;
use objects::Object;
pub use shell::shell_word;

/// The part of a cluster that an object belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Component {
    /// What all parts use.
    Shared,
    /// The name servers.
    Namesrv,
    /// One broker group.
    Broker(u32),
    /// The web console.
    Console,
    /// The metrics.
    Metrics,
    /// The Pod for `mqadmin`.
    Toolbox,
    /// The Job that sends a message and reads it back.
    SmokeTest,
}

impl Component {
    /// The words that a command line may use, but for single broker groups.
    pub const WORDS: &[&str] = &["namesrv", "broker", "console", "metrics", "toolbox", "smoke-test"];

    /// Returns true when this word on the command line means this component.
    ///
    /// `broker` means every group, `broker-g1` one of them; the first group is `broker-g0`.
    #[must_use]
    pub fn is_meant_by(self, word: &str) -> bool {
        match self {
            Self::Shared => false,
            Self::Broker(group) => word == "broker" || word.strip_prefix("broker-g") == Some(&group.to_string()),
            _ => word == self.label(),
        }
    }

    /// Returns the value of the label `app.kubernetes.io/component`.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Shared => "shared",
            Self::Namesrv => "namesrv",
            Self::Broker(_) => "broker",
            Self::Console => "console",
            Self::Metrics => "metrics",
            Self::Toolbox => "toolbox",
            Self::SmokeTest => "smoke-test",
        }
    }
}

/// One rendered Kubernetes object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The file name of its template.
    pub template: &'static str,
    /// The part of the cluster that it belongs to.
    pub component: Component,
    /// Its `apiVersion`.
    pub api_version: &'static str,
    /// Its `kind`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// Its Kubernetes namespace; absent for objects that belong to none.
    pub namespace: Option<String>,
    /// One YAML document that ends with a line break, without separator.
    pub text: String,
}

/// What the first lines of every document that `rmq` writes hold, up to the name of the template.
pub const SOURCE: &str = "---\n# Source: ";
/// What the first lines of every document that `rmq` names after its own template hold.
pub const MARK: &str = "---\n# Source: rmq/templates/";

impl Rendered {
    /// Returns true when this word on the command line means this object: `KIND/NAME`, in any case, or a component.
    #[must_use]
    pub fn is_meant_by(&self, word: &str) -> bool {
        match word.split_once('/') {
            Some((kind, name)) => kind.eq_ignore_ascii_case(self.kind) && name == self.name,
            None => self.component.is_meant_by(word),
        }
    }
}

/// Renders the objects of a cluster, in a fixed order.
///
/// The smoke test is among them only when `words` name it; other words do not matter here.
///
/// # Diagnostics
/// RMQ090 when a template fails, which no input should be able to bring about.
pub fn render(cluster: &Cluster, words: &[String]) -> Result<Vec<Rendered>, Diagnostics> {
    let mut sink = Sink { templates: Templates::new()?, rendered: Vec::new() };
    objects::each(cluster, &mut sink)?;
    let is_smoke_test =
        |word: &String| Component::SmokeTest.is_meant_by(word) || word.to_lowercase().starts_with("job/");
    if words.iter().any(is_smoke_test) {
        let smoke_test = smoke_test(&mut sink.templates, cluster)?;
        sink.rendered.push(smoke_test);
    }
    Ok(sink.rendered)
}

/// What takes the objects one by one and keeps their text alone, so that few contexts are in memory at a time.
struct Sink {
    templates: Templates,
    rendered: Vec<Rendered>,
}

impl Sink {
    fn put(&mut self, object: Object) -> Result<(), Diagnostics> {
        self.rendered.push(one(&mut self.templates, object)?);
        Ok(())
    }
}

fn one(templates: &mut Templates, object: Object) -> Result<Rendered, Diagnostics> {
    let mut text = templates.render(object.template, object.context)?;
    text.shrink_to_fit();
    Ok(Rendered {
        text,
        template: object.template,
        component: object.component,
        api_version: object.api_version,
        kind: object.kind,
        name: object.name,
        namespace: object.namespace,
    })
}

/// A Job cannot be changed, so its name carries a hash of everything else in it.
fn smoke_test(templates: &mut Templates, cluster: &Cluster) -> Result<Rendered, Diagnostics> {
    let nameless = one(templates, objects::smoke_test(cluster, ""))?;
    let hash: String = digest::hex(nameless.text.as_bytes()).chars().take(naming::CONTENT_HASH_LENGTH).collect();
    one(templates, objects::smoke_test(cluster, &hash))
}
