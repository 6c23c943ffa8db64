//! A request above its limit: the API server refuses the Pod.

use super::Check;
use crate::cluster::{Cluster, Resources};
use crate::diagnostic::{Code, Diagnostics};

pub(super) const CHECK: Check = Check { code: Code { number: 308, name: "request-above-limit" }, run };

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    all_resources(cluster).for_each(|resources| check(resources, diagnostics));
}

fn all_resources(cluster: &Cluster) -> impl Iterator<Item = &Resources> {
    let exporter = match &cluster.metrics {
        crate::cluster::Metrics::Exporter(exporter) => Some(&exporter.resources),
        _ => None,
    };
    [&cluster.name_servers.resources, &cluster.brokers.resources, &cluster.smoke_test.resources]
        .into_iter()
        .chain(cluster.console.as_ref().map(|console| &console.resources))
        .chain(cluster.toolbox.as_ref().map(|toolbox| &toolbox.resources))
        .chain(exporter)
}

fn check(resources: &Resources, diagnostics: &mut Diagnostics) {
    for (name, request) in &resources.requests {
        let Some(limit) = resources.limits.get(name).filter(|limit| limit.milli() < request.milli()) else { continue };
        diagnostics.push(
            request
                .error(
                    CHECK.code,
                    format!("the {name} request {} is above the {name} limit {}", request.value, limit.value),
                )
                .label(limit.location, "the limit")
                .note("the API server refuses every Pod with such a container")
                .help(format!("lower `{}` or raise `{}`", request.field, limit.field)),
        );
    }
}
