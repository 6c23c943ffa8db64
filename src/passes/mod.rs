//! Changes to the manifests of anyone: each pass looks at one object and plans what to change in it.
//!
//! A pass never guesses: where an object does not tell enough it is left alone, and the report says why. Passes run in
//! the order of [`ALL`], each on what the one before made of the object; all of them twice are the same as once.

mod advertise;
mod checksum;
pub mod config;
mod config_keys;
mod disruption_budget;
mod graceful_stop;
mod images;
mod placement;
mod plan;
mod pod;
mod ports;
mod security;
mod subject;
mod tree;

use memchr::memmem;

use crate::cluster::recognise::{Found, Part, Place};
use crate::documents::Object;

pub use config::Config;
pub use plan::{Added, Effect, Left, Plan, Planned, Steps};

/// When a pass runs.
#[derive(Clone, Copy, Debug)]
pub enum Extent {
    /// When the configuration holds something for it; on workloads of anyone, whose documents hold this word.
    Configured(fn(&Config) -> bool, &'static str),
    /// When the caller asks for hardening, or for it by name.
    Hardening,
}

/// One pass.
#[derive(Debug)]
pub struct Pass {
    /// Its name, as the configuration and the report call it.
    pub name: &'static str,
    /// What it does, in one line.
    pub about: &'static str,
    /// When it runs.
    pub extent: Extent,
    /// Plans what to change in an object.
    run: fn(&Context<'_>, &Object<'_>, &mut Steps),
}

/// What passes know beside the object in front of them.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// What the user configured.
    pub config: &'a Config,
    /// What there is of RocketMQ in the whole stream; without hardening passes it is empty.
    pub found: &'a Found,
    /// The number of the document in front of them, as `found` counts.
    pub document: usize,
    /// The Kubernetes namespace of objects that name none, if the caller knows it.
    pub namespace: Option<&'a str>,
}

impl<'a> Context<'a> {
    /// Returns the parts of RocketMQ whose Pods an object makes.
    fn parts(&self, object: &Object<'_>) -> impl Iterator<Item = &'a Part> {
        self.found.parts_at(Place { document: self.document, path: object.path.clone() })
    }
}

/// Every pass, in the order in which they run.
pub const ALL: &[&Pass] = &[
    &images::PASS,
    &placement::PASS,
    &disruption_budget::PASS,
    &graceful_stop::PASS,
    &security::PASS,
    &advertise::PASS,
    &ports::PASS,
    &config_keys::PASS,
    &checksum::PASS,
];

/// Returns the passes that the configuration wants, in their order.
#[must_use]
pub fn wanted(config: &Config) -> Vec<&'static Pass> {
    ALL.iter().copied().filter(|pass| pass.is_wanted(config)).collect()
}

/// Returns true when a document of a stream without RocketMQ may be changed.
#[must_use]
pub fn may_change(passes: &[&'static Pass], document: &str) -> bool {
    passes.iter().any(|pass| match pass.extent {
        Extent::Configured(_, word) => memmem::find(document.as_bytes(), word.as_bytes()).is_some(),
        Extent::Hardening => false,
    })
}

/// Plans everything that these passes change in an object.
#[must_use]
pub fn plan(passes: &[&'static Pass], context: &Context<'_>, object: &Object<'_>) -> Plan {
    let mut plan = Plan::default();
    for pass in passes {
        plan.run(pass.name, object, |object, steps| (pass.run)(context, object, steps));
    }
    plan
}

impl Extent {
    /// Returns true for a pass that only runs when the caller asks for it.
    #[must_use]
    pub fn is_hardening(self) -> bool {
        matches!(self, Self::Hardening)
    }
}

impl Pass {
    fn is_wanted(&self, config: &Config) -> bool {
        match self.extent {
            Extent::Configured(is_wanted, _) => is_wanted(config),
            Extent::Hardening => config.harden || config.passes.iter().any(|name| name == self.name),
        }
    }
}
