//! Which objects a cluster consists of, in which order, and what their templates are given.

mod brokers;
mod console;
mod java;
mod logback;
mod metadata;
mod metrics;
mod namesrv;
mod network;
mod pod;
mod probe;
mod smoke_test;
mod store;
mod toolbox;

use minijinja::Value;
use serde::Serialize;

use super::{Component, Sink};
use crate::cluster::Cluster;
use crate::diagnostic::Diagnostics;
use metadata::Metadata;
pub(in crate::render) use smoke_test::{deadline, smoke_test};

/// An object that is about to be rendered.
pub(in crate::render) struct Object {
    pub(super) template: &'static str,
    pub(super) component: Component,
    pub(super) api_version: &'static str,
    pub(super) kind: &'static str,
    pub(super) name: String,
    pub(super) namespace: Option<String>,
    pub(super) context: Value,
}

/// Hands over every object of the cluster but the smoke test.
pub(super) fn each(cluster: &Cluster, sink: &mut Sink) -> Result<(), Diagnostics> {
    sink.put(service_account(cluster))?;
    namesrv::each(cluster, sink)?;
    brokers::each(cluster, sink)?;
    console::each(cluster, sink)?;
    metrics::each(cluster, sink)?;
    toolbox::each(cluster, sink)
}

/// The template of a kind of object with its group and version.
#[derive(Clone, Copy)]
struct Template {
    file: &'static str,
    api_version: &'static str,
    kind: &'static str,
}

const fn template(file: &'static str, api_version: &'static str, kind: &'static str) -> Template {
    Template { file, api_version, kind }
}

/// The context of every template: the metadata beside what is the template's own.
#[derive(Serialize)]
struct Context<T> {
    meta: Metadata,
    #[serde(flatten)]
    own: T,
}

impl Template {
    fn object<T: Serialize>(self, component: Component, meta: Metadata, own: T) -> Object {
        Object {
            template: self.file,
            component,
            api_version: self.api_version,
            kind: self.kind,
            name: meta.name.clone(),
            namespace: meta.in_namespace.clone(),
            context: Value::from(minijinja::value::Serde(Context { meta, own })),
        }
    }
}

fn service_account(cluster: &Cluster) -> Object {
    #[derive(Serialize)]
    struct Nothing {}
    let meta = Metadata::new(cluster, Component::Shared, cluster.release.name.clone());
    template("service-account.yaml.j2", "v1", "ServiceAccount").object(Component::Shared, meta, Nothing {})
}
