//! Where a broker keeps its messages.

use minijinja::Value;
use serde::Serialize;

use super::metadata::Metadata;
use super::{Object, Template, template};
use crate::cluster::{BrokerGroup, Cluster, Member, naming};
use crate::render::Component;
use crate::render::subtree::{mapping, sequence, subtree};
use crate::values::PersistenceType;
use crate::yaml;

const LOCAL_VOLUME: Template = template("local-volume.yaml.j2", "v1", "PersistentVolume");
const CLAIM: &str = "store";

/// What the template of a broker group writes about its store.
#[derive(Serialize)]
pub(super) struct Store {
    claims: bool,
    size: String,
    storage_class: Value,
    mounts: Value,
    volumes: Value,
}

pub(super) fn store(cluster: &Cluster, group: &BrokerGroup) -> Store {
    let persistence = &cluster.brokers.persistence;
    let storage_class = match (persistence.r#type, persistence.storage_class.as_str()) {
        (PersistenceType::Local, _) => "".into(),
        (_, "") => yaml::Value::Null,
        (_, class) => class.into(),
    };
    Store {
        claims: matches!(persistence.r#type, PersistenceType::Claim | PersistenceType::Local),
        size: persistence.size.to_string(),
        storage_class: subtree(storage_class),
        mounts: subtree(sequence([mount(persistence.r#type, group)])),
        volumes: subtree(sequence(volume(cluster))),
    }
}

fn mount(kind: PersistenceType, group: &BrokerGroup) -> yaml::Value {
    let folder = match kind {
        PersistenceType::HostPath => "$(POD_NAMESPACE)/$(POD_NAME)".into(),
        _ => yaml::Value::Null,
    };
    mapping([("name", CLAIM.into()), ("mountPath", group.store_path.as_str().into()), ("subPathExpr", folder)])
}

fn volume(cluster: &Cluster) -> Option<yaml::Value> {
    let persistence = &cluster.brokers.persistence;
    let source = match persistence.r#type {
        PersistenceType::Claim | PersistenceType::Local => return None,
        PersistenceType::EmptyDir => ("emptyDir", mapping::<&str>([])),
        PersistenceType::HostPath => {
            ("hostPath", mapping([("path", persistence.path.as_str().into()), ("type", "Directory".into())]))
        }
    };
    Some(mapping([("name", CLAIM.into()), source]))
}

/// Returns the local volume of a member, when messages are kept in one.
pub(super) fn local_volume(cluster: &Cluster, component: Component, member: &Member) -> Option<Object> {
    #[derive(Serialize)]
    struct Own {
        size: String,
        claim_namespace: String,
        claim: String,
        path: String,
        node: String,
    }
    let persistence = &cluster.brokers.persistence;
    let node = cluster.nodes.get(member.node?).filter(|_| persistence.r#type == PersistenceType::Local)?;
    let namespace = &cluster.release.namespace;
    let own = Own {
        size: persistence.size.to_string(),
        claim_namespace: namespace.clone(),
        claim: naming::claim(CLAIM, &member.pod),
        path: naming::node_folder(&persistence.path, namespace, &member.pod),
        node: node.name.value.clone(),
    };
    let meta = Metadata::of_volume(cluster, component, naming::local_volume(namespace, &member.pod));
    Some(LOCAL_VOLUME.object(component, meta, own))
}
