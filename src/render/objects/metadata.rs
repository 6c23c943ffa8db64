//! Names, labels and annotations of objects.

use std::collections::BTreeMap;

use minijinja::Value;
use serde::Serialize;

use crate::cluster::{Cluster, Metrics};
use crate::render::Component;
use crate::render::subtree::{mapping, subtree, text_or_nothing};
use crate::values::Workload;
use crate::yaml;

/// The order in which Argo CD applies StatefulSets: brokers find name servers that already run.
pub(super) const WAVE_NAMESRV: u32 = 0;
/// The wave of the first broker group; the controllers of other modes come between.
pub(super) const WAVE_BROKERS: u32 = 2;

/// Helm refuses to take over an object on which this is not `Helm`, so what a document says counts.
const MANAGED_BY: &str = "app.kubernetes.io/managed-by";

/// `helm uninstall` leaves claims, and would delete the volumes behind them.
const HELM_POLICY: &str = "helm.sh/resource-policy";

/// What a template writes under `metadata`.
#[derive(Serialize)]
pub(super) struct Metadata {
    pub(super) name: String,
    #[serde(skip)]
    pub(super) in_namespace: Option<String>,
    namespace: Value,
    labels: Value,
    annotations: Value,
}

/// Labels and annotations by name.
pub(super) type Pairs = BTreeMap<String, String>;

impl Metadata {
    /// Returns the metadata of an object in the cluster's namespace, with the user's labels and annotations.
    pub(super) fn new(cluster: &Cluster, component: Component, name: String) -> Self {
        Self::in_wave(cluster, component, name, None)
    }

    /// Returns the same with the Argo CD wave in which the object is applied.
    pub(super) fn in_wave(cluster: &Cluster, component: Component, name: String, wave: Option<u32>) -> Self {
        let wave = wave.map(|wave| ("argocd.argoproj.io/sync-wave".to_owned(), wave.to_string()));
        Self::with(cluster, component, name, wave.into_iter().collect())
    }

    /// Returns the metadata of a volume, which belongs to no namespace and stays as long as its claim.
    pub(super) fn of_volume(cluster: &Cluster, component: Component, name: String) -> Self {
        let keep = (manager(cluster) == "Helm").then(|| (HELM_POLICY.to_owned(), "keep".to_owned()));
        let metadata = Self::with(cluster, component, name, keep.into_iter().collect());
        Self { namespace: subtree(yaml::Value::Null), in_namespace: None, ..metadata }
    }

    /// Returns the metadata of an object in the cluster's namespace, with annotations under those of the user.
    fn with(cluster: &Cluster, component: Component, name: String, mut annotations: Pairs) -> Self {
        let namespace = cluster.release.namespace.clone();
        let workload = workload(cluster, component);
        let mut all_labels = cluster.labels.clone();
        all_labels.extend(workload.map(|workload| workload.labels.clone()).unwrap_or_default());
        all_labels.extend(labels(cluster, component));
        annotations.extend(cluster.annotations.clone());
        annotations.extend(workload.map(|workload| workload.annotations.clone()).unwrap_or_default());
        Self {
            name,
            namespace: subtree(text_or_nothing(&namespace)),
            in_namespace: Some(namespace),
            labels: pairs(all_labels),
            annotations: pairs(annotations),
        }
    }
}

/// What the user says about the objects of a component.
fn workload(cluster: &Cluster, component: Component) -> Option<&Workload> {
    match component {
        Component::Shared => None,
        Component::Namesrv => Some(&cluster.name_servers.workload),
        Component::Broker(_) => Some(&cluster.brokers.workload),
        Component::Console => cluster.console.as_ref().map(|console| &console.workload),
        Component::Metrics => match &cluster.metrics {
            Metrics::Exporter(exporter) => Some(&exporter.workload),
            Metrics::None | Metrics::Brokers(_) => None,
        },
        Component::Toolbox => cluster.toolbox.as_ref().map(|toolbox| &toolbox.workload),
        Component::SmokeTest => Some(&cluster.smoke_test.workload),
    }
}

/// The labels that a selector uses: they can never change, so no version is among them.
pub(super) fn selector(cluster: &Cluster, component: Component) -> Pairs {
    let mut selector = Pairs::from([
        ("app.kubernetes.io/name".to_owned(), "rocketmq".to_owned()),
        ("app.kubernetes.io/instance".to_owned(), cluster.release.name.clone()),
        ("app.kubernetes.io/component".to_owned(), component.label().to_owned()),
    ]);
    if let Component::Broker(group) = component {
        selector.insert("rmq.dev/group".to_owned(), group.to_string());
    }
    selector
}

fn manager(cluster: &Cluster) -> &str {
    cluster.labels.get(MANAGED_BY).map_or("rmq", String::as_str)
}

fn labels(cluster: &Cluster, component: Component) -> Pairs {
    let mut labels = selector(cluster, component);
    if component == Component::Shared {
        labels.remove("app.kubernetes.io/component");
    }
    labels.insert(MANAGED_BY.to_owned(), manager(cluster).to_owned());
    labels.insert("app.kubernetes.io/version".to_owned(), cluster.version.to_string());
    labels
}

/// Returns labels or annotations as a subtree.
pub(super) fn pairs<K: Into<String>>(pairs: impl IntoIterator<Item = (K, K)>) -> Value {
    subtree(pairs_node(pairs))
}

/// Returns labels or annotations as a tree.
pub(super) fn pairs_node<K: Into<String>>(pairs: impl IntoIterator<Item = (K, K)>) -> yaml::Value {
    mapping(pairs.into_iter().map(|(name, value)| (name, value.into().into())))
}
