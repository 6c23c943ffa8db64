//! Names inside Pods that `rmq` gives itself, and that the lists of the values must not give again.
//!
//! The API server refuses a Pod with two containers, volumes or mount paths of one name, and a server-side apply of two
//! environment variables of one name.

use std::collections::BTreeSet;

use super::Input;
use crate::cluster::Cluster;
use crate::diagnostic::{Diagnostic, Diagnostics, code};

/// What the Pods of a component hold already.
struct Pod {
    field: &'static str,
    container: &'static str,
    env: &'static [&'static str],
    volumes: &'static [&'static str],
    mounts: &'static [&'static str],
}

const PODS: [Pod; 6] = [
    Pod {
        field: "namesrv",
        container: "namesrv",
        env: &["TZ", "ROCKETMQ_HOME"],
        volumes: &["config", "data", "logs", "tmp"],
        mounts: &["/etc/rocketmq", "/home/rocketmq/namesrv", "/home/rocketmq/logs", "/tmp"],
    },
    Pod {
        field: "broker",
        container: "broker",
        env: &["TZ", "POD_NAME", "POD_NAMESPACE", "ROCKETMQ_HOME"],
        volumes: &["config", "store", "logs", "tmp"],
        mounts: &["/etc/rocketmq", "/home/rocketmq/logs", "/tmp"],
    },
    Pod {
        field: "console",
        container: "console",
        env: &[
            "TZ",
            "JAVA_TOOL_OPTIONS",
            "SERVER_PORT",
            "NAMESRV_ADDR",
            "ROCKETMQ_CONFIG_NAMESRVADDR",
            "ROCKETMQ_CONFIG_NAMESRVADDRS_0",
            "ROCKETMQ_CONFIG_ISVIPCHANNEL",
            "ROCKETMQ_CONFIG_DATAPATH",
            "ROCKETMQ_CONFIG_LOGINREQUIRED",
        ],
        volumes: &["tmp", "data", "users"],
        mounts: &["/tmp", "/tmp/rocketmq-console/data", "/tmp/rocketmq-console/data/users.properties"],
    },
    Pod {
        field: "metrics.exporter",
        container: "exporter",
        env: &[
            "TZ",
            "JAVA_TOOL_OPTIONS",
            "SERVER_PORT",
            "ROCKETMQ_CONFIG_NAMESRVADDR",
            "ROCKETMQ_CONFIG_ROCKETMQVERSION",
        ],
        volumes: &["tmp"],
        mounts: &["/tmp"],
    },
    Pod {
        field: "toolbox",
        container: "toolbox",
        env: &["TZ", "ROCKETMQ_HOME", "NAMESRV_ADDR"],
        volumes: &["logs", "tmp"],
        mounts: &["/home/rocketmq/logs", "/tmp"],
    },
    Pod {
        field: "smokeTest",
        container: "smoke-test",
        env: &["TZ", "POD_UID", "ROCKETMQ_HOME", "CLASS_PATH", "NAMESRV_ADDR", "CLUSTER_NAME", "TIMEOUT"],
        volumes: &["logs", "tmp"],
        mounts: &["/home/rocketmq/logs", "/tmp"],
    },
];

/// Lists in which a name may stand once, with those that `rmq` writes.
struct Names<'a> {
    lists: &'a [&'a str],
    key: &'a str,
    taken: &'a [&'a str],
}

/// Says which names of the values a Pod has already, from `rmq` or from an earlier item.
pub(super) fn check(input: &Input<'_>, cluster: &Cluster, diagnostics: &mut Diagnostics) {
    for pod in PODS {
        for names in [
            Names { lists: &["extraEnv"], key: "name", taken: pod.env },
            Names { lists: &["extraVolumes"], key: "name", taken: pod.volumes },
            Names { lists: &["extraVolumeMounts"], key: "mountPath", taken: &mounts(cluster, &pod) },
            Names { lists: &["initContainers", "sidecars"], key: "name", taken: &[pod.container] },
        ] {
            check_names(input, pod.field, &names, diagnostics);
        }
    }
    store_paths(input, cluster, diagnostics);
}

fn mounts<'a>(cluster: &'a Cluster, pod: &Pod) -> Vec<&'a str> {
    let stores = cluster.groups.iter().filter(|_| pod.field == "broker").map(|group| group.store_path.as_str());
    pod.mounts.iter().copied().chain(stores).collect()
}

fn check_names(input: &Input<'_>, field: &str, names: &Names<'_>, diagnostics: &mut Diagnostics) {
    let mut seen = BTreeSet::new();
    seen.extend(names.taken.iter().copied());
    let component = field.split('.').try_fold(&input.loaded.tree, |node, name| node.get(name));
    for list in names.lists {
        let items = component.and_then(|node| node.get(list)?.as_sequence()).unwrap_or_default();
        for (index, item) in items.iter().enumerate() {
            let Some(node) = item.get(names.key) else { continue };
            let Some(name) = node.as_str().map(|name| name.trim_end_matches('/')) else { continue };
            if seen.insert(name) {
                continue;
            }
            let path = format!("{field}.{list}[{index}].{}", names.key);
            let owner = if names.taken.contains(&name) { "what `rmq` itself uses" } else { "that of an earlier item" };
            diagnostics.push(
                Diagnostic::error(code::INVALID_VALUE, format!("`{path}` is `{}`, {owner}", name.escape_debug()))
                    .at(node.location)
                    .path(path)
                    .note("Kubernetes takes each of them once in a Pod")
                    .help("give another one, or take the item out"),
            );
        }
    }
}

/// A store over another mount hides it, and one over the root hides Java.
fn store_paths(input: &Input<'_>, cluster: &Cluster, diagnostics: &mut Diagnostics) {
    let broker = PODS.iter().find(|pod| pod.field == "broker");
    let taken = broker.map_or(&[] as &[&str], |pod| pod.mounts);
    for group in &cluster.groups {
        let path = group.store_path.trim_end_matches('/');
        if path.is_empty() || taken.contains(&path) {
            let field = format!("broker.groupOverrides.{}.storePath", group.index);
            let message = format!("`{field}` is `{}`, which the Pod needs itself", group.store_path);
            diagnostics.push(
                input
                    .fact(&field, ())
                    .error(code::INVALID_VALUE, message)
                    .help("write the path of a folder that holds the store alone, such as `/home/rocketmq/store`"),
            );
        }
    }
}
