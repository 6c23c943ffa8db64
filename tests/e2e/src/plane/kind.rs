//! Where the API server keeps the objects of a kind.

use anyhow::{Context, Result};
use serde_json::Value;

/// Kind, plural, and whether its objects are in namespaces.
const KINDS: [(&str, &str, bool); 18] = [
    ("ConfigMap", "configmaps", true),
    ("Deployment", "deployments", true),
    ("EndpointSlice", "endpointslices", true),
    ("Event", "events", true),
    ("Job", "jobs", true),
    ("Lease", "leases", true),
    ("Namespace", "namespaces", false),
    ("Node", "nodes", false),
    ("PersistentVolume", "persistentvolumes", false),
    ("PersistentVolumeClaim", "persistentvolumeclaims", true),
    ("Pod", "pods", true),
    ("PodDisruptionBudget", "poddisruptionbudgets", true),
    ("ReplicaSet", "replicasets", true),
    ("Secret", "secrets", true),
    ("Service", "services", true),
    ("ServiceAccount", "serviceaccounts", true),
    ("StatefulSet", "statefulsets", true),
    ("StorageClass", "storageclasses", false),
];

/// Returns the path of the objects of a kind: `/apis/apps/v1/namespaces/mq/statefulsets`.
///
/// Without a namespace, the path of all of them.
pub fn collection(api_version: &str, kind: &str, namespace: Option<&str>) -> Result<String> {
    let known = KINDS.iter().find(|known| known.0 == kind);
    let (_, plural, namespaced) =
        known.with_context(|| format!("e2e does not know the kind {kind}: add it to KINDS"))?;
    let root = if api_version.contains('/') { "/apis" } else { "/api" };
    Ok(match namespace.filter(|_| *namespaced) {
        Some(namespace) => format!("{root}/{api_version}/namespaces/{namespace}/{plural}"),
        None => format!("{root}/{api_version}/{plural}"),
    })
}

/// Returns the path of an object by what it says of itself.
pub fn path(object: &Value) -> Result<String> {
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str);
    let api_version = text("/apiVersion").context("an object without apiVersion")?;
    let kind = text("/kind").context("an object without kind")?;
    let name = text("/metadata/name").context("an object without a name")?;
    Ok(format!("{}/{name}", collection(api_version, kind, text("/metadata/namespace"))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_follow_group_and_namespace() {
        let path = |api_version: &str, kind: &str| {
            let metadata = serde_json::json!({"name": "a", "namespace": "mq"});
            path(&serde_json::json!({"apiVersion": api_version, "kind": kind, "metadata": metadata}))
        };
        assert_eq!(path("v1", "Service").unwrap(), "/api/v1/namespaces/mq/services/a");
        assert_eq!(path("apps/v1", "StatefulSet").unwrap(), "/apis/apps/v1/namespaces/mq/statefulsets/a");
        assert_eq!(path("v1", "PersistentVolume").unwrap(), "/api/v1/persistentvolumes/a");
        assert!(path("v1", "Pods").is_err());
    }
}
