//! Everything beside the brokers: name servers, console, metrics, toolbox, smoke test.

use super::images::mirrored;
use super::{Input, jvm, resources};
use crate::cluster::{
    Console, Exporter, External, Fact, Logs, Metrics, NameServers, Release, SmokeTest, Toolbox, naming,
};
use crate::rocketmq::Version;

/// The console that Apache publishes.
const DASHBOARD_REPOSITORY: &str = "apacherocketmq/rocketmq-dashboard";

pub(super) fn name_servers(input: &Input<'_>, release: &Release, external: &External) -> NameServers {
    let namesrv = &input.values.namesrv;
    NameServers {
        replicas: input.fact("namesrv.replicas", namesrv.replicas),
        port: input.fact("namesrv.port", namesrv.port),
        first_node_port: external.node_ports.then(|| input.fact("namesrv.nodePort", namesrv.node_port)),
        jvm: jvm(input, "namesrv.jvm", &namesrv.jvm.heap, None, &namesrv.jvm.options),
        resources: resources(input, "namesrv.resources", &namesrv.resources),
        probes: namesrv.probes.clone(),
        workload: namesrv.workload.clone(),
        address_list: address_list(input, release).into(),
    }
}

fn address_list(input: &Input<'_>, release: &Release) -> String {
    let stateful_set = naming::name_servers(&release.name);
    let headless = naming::headless(&stateful_set);
    let address = |ordinal| {
        let pod = naming::pod(&stateful_set, ordinal);
        let fqdn = naming::pod_fqdn(&pod, &headless, &release.namespace, &input.values.dns.cluster_domain);
        format!("{fqdn}:{}", input.values.namesrv.port)
    };
    (0..input.values.namesrv.replicas).map(address).collect::<Vec<_>>().join(";")
}

pub(super) fn logs(input: &Input<'_>) -> Logs {
    let logs = &input.values.logs;
    Logs { stdout: logs.stdout, size_limit: input.fact("logs.sizeLimit", logs.size_limit.units()) }
}

pub(super) fn console(input: &Input<'_>, version: &Fact<Version>) -> Option<Console> {
    let console = &input.values.console;
    let dashboard = version.dashboard();
    let origin = if console.image.is_empty() {
        format!("{DASHBOARD_REPOSITORY}:{}", dashboard.version)
    } else {
        console.image.clone()
    };
    console.enabled.then(|| Console {
        replicas: input.fact("console.replicas", console.replicas),
        image: mirrored(input, &origin),
        origin,
        port: dashboard.port,
        service: input.fact("console.service", console.service),
        node_port: (console.node_port != 0).then(|| input.fact("console.nodePort", console.node_port)),
        login_secret: Some(console.auth.existing_secret.clone()).filter(|secret| !secret.is_empty()),
        open: console.auth.open,
        resources: resources(input, "console.resources", &console.resources),
        probes: console.probes.clone(),
        workload: console.workload.clone(),
    })
}

pub(super) fn metrics(input: &Input<'_>, version: &Fact<Version>) -> Metrics {
    let metrics = &input.values.metrics;
    let origin = &metrics.exporter.image;
    match metrics.enabled {
        false => Metrics::None,
        true if version.has_builtin_metrics() => Metrics::Brokers(metrics.port),
        true if origin.is_empty() => Metrics::None,
        true => Metrics::Exporter(Box::new(Exporter {
            image: mirrored(input, origin),
            origin: origin.clone(),
            port: metrics.port,
            resources: resources(input, "metrics.exporter.resources", &metrics.exporter.resources),
            probes: metrics.exporter.probes.clone(),
            workload: metrics.exporter.workload.clone(),
        })),
    }
}

pub(super) fn toolbox(input: &Input<'_>) -> Option<Toolbox> {
    let toolbox = &input.values.toolbox;
    toolbox.enabled.then(|| Toolbox {
        resources: resources(input, "toolbox.resources", &toolbox.resources),
        workload: toolbox.workload.clone(),
    })
}

pub(super) fn smoke_test(input: &Input<'_>) -> SmokeTest {
    let smoke_test = &input.values.smoke_test;
    SmokeTest {
        timeout: smoke_test.timeout,
        resources: resources(input, "smokeTest.resources", &smoke_test.resources),
        workload: smoke_test.workload.clone(),
    }
}
