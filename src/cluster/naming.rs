//! Every object name and every DNS name of a cluster, one function each.
//!
//! **Invariant:** no name depends on how many groups or members there are, so growing renames nothing.

/// The longest StatefulSet name whose Pods still get a valid `controller-revision-hash` label.
pub const STATEFUL_SET_NAME_LIMIT: usize = 52;

/// The longest DNS label, and so the longest Service, label value and Job name.
pub const LABEL_LIMIT: usize = 63;

/// How much of a content hash a Job's name carries.
pub const CONTENT_HASH_LENGTH: usize = 6;

/// Returns the StatefulSet of the name servers.
#[must_use]
pub fn name_servers(release: &str) -> String {
    format!("{release}-namesrv")
}

/// Returns the StatefulSet of one broker group; the first group has no number.
#[must_use]
pub fn broker_group(release: &str, group: u32) -> String {
    match group {
        0 => format!("{release}-broker"),
        _ => format!("{release}-broker-g{group}"),
    }
}

/// Returns the Pod of a StatefulSet.
#[must_use]
pub fn pod(stateful_set: &str, ordinal: u32) -> String {
    format!("{stateful_set}-{ordinal}")
}

/// Returns the headless Service that gives the Pods of a StatefulSet their DNS names.
#[must_use]
pub fn headless(stateful_set: &str) -> String {
    format!("{stateful_set}-headless")
}

/// Returns the ConfigMap of a StatefulSet.
#[must_use]
pub fn config(stateful_set: &str) -> String {
    format!("{stateful_set}-config")
}

/// Returns the console's Deployment and Service.
#[must_use]
pub fn console(release: &str) -> String {
    format!("{release}-console")
}

/// Returns the Service that Prometheus scrapes.
#[must_use]
pub fn metrics(release: &str) -> String {
    format!("{release}-broker-metrics")
}

/// Returns the exporter's Deployment.
#[must_use]
pub fn exporter(release: &str) -> String {
    format!("{release}-exporter")
}

/// Returns the toolbox's Deployment.
#[must_use]
pub fn toolbox(release: &str) -> String {
    format!("{release}-toolbox")
}

/// Returns the smoke test's Job: a Job cannot be changed, so its content is part of its name.
#[must_use]
pub fn smoke_test(release: &str, content_hash: &str) -> String {
    format!("{release}-smoke-test-{content_hash}")
}

/// Returns the claim that a StatefulSet makes for one Pod.
#[must_use]
pub fn claim(template: &str, pod: &str) -> String {
    format!("{template}-{pod}")
}

/// Returns the local volume of one broker; volumes belong to no namespace, so their names carry it.
#[must_use]
pub fn local_volume(namespace: &str, pod: &str) -> String {
    format!("{namespace}-{pod}-store")
}

/// Returns the DNS name that a headless Service gives a Pod.
#[must_use]
pub fn pod_fqdn(pod: &str, headless: &str, namespace: &str, cluster_domain: &str) -> String {
    format!("{pod}.{headless}.{namespace}.svc.{cluster_domain}")
}

/// Returns the DNS name of a Service.
#[must_use]
pub fn service_fqdn(service: &str, namespace: &str, cluster_domain: &str) -> String {
    format!("{service}.{namespace}.svc.{cluster_domain}")
}

/// Returns the name under which clients outside know a Pod.
#[must_use]
pub fn outside(pod: &str, domain: &str) -> String {
    if domain.is_empty() { pod.to_owned() } else { format!("{pod}.{domain}") }
}

/// Returns the folder of one Pod on its node.
#[must_use]
pub fn node_folder(path: &str, namespace: &str, pod: &str) -> String {
    format!("{}/{namespace}/{pod}", path.trim_end_matches('/'))
}
