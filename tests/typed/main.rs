//! The table of Kubernetes types is what k8s-openapi reads, and `rmq` reads by it as k8s-openapi does.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]
#![allow(clippy::disallowed_methods, reason = "tests read and write files of the project")]

mod judge;
mod record;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use k8s_openapi::Resource;
use k8s_openapi::api::{
    apps::v1 as apps, autoscaling::v1 as autoscaling_v1, autoscaling::v2 as autoscaling, batch::v1 as batch,
    core::v1 as core, discovery::v1 as discovery, networking::v1 as networking, policy::v1 as policy, rbac::v1 as rbac,
    scheduling::v1 as scheduling, storage::v1 as storage,
};
use serde::de::DeserializeOwned;

use record::{Types, record};

/// Reads an object as its type; the error of serde.
type Read = fn(serde_json::Value) -> Result<(), serde_json::Error>;

/// A kind of objects that stands beside RocketMQ.
struct Known {
    api_version: &'static str,
    kind: &'static str,
    record: fn(&RefCell<Types>) -> String,
    read: Read,
}

const fn known<T: Resource + DeserializeOwned>() -> Known {
    let read: Read = |object| serde_json::from_value::<T>(object).map(drop);
    Known { api_version: T::API_VERSION, kind: T::KIND, record: record::<T>, read }
}

const KINDS: &[Known] = &[
    known::<core::ConfigMap>(),
    known::<core::Endpoints>(),
    known::<core::LimitRange>(),
    known::<core::Namespace>(),
    known::<core::Node>(),
    known::<core::PersistentVolume>(),
    known::<core::PersistentVolumeClaim>(),
    known::<core::Pod>(),
    known::<core::ResourceQuota>(),
    known::<core::Secret>(),
    known::<core::Service>(),
    known::<core::ServiceAccount>(),
    known::<apps::DaemonSet>(),
    known::<apps::Deployment>(),
    known::<apps::ReplicaSet>(),
    known::<apps::StatefulSet>(),
    known::<autoscaling::HorizontalPodAutoscaler>(),
    known::<autoscaling_v1::HorizontalPodAutoscaler>(),
    known::<batch::CronJob>(),
    known::<batch::Job>(),
    known::<discovery::EndpointSlice>(),
    known::<networking::Ingress>(),
    known::<networking::IngressClass>(),
    known::<networking::NetworkPolicy>(),
    known::<policy::PodDisruptionBudget>(),
    known::<rbac::ClusterRole>(),
    known::<rbac::ClusterRoleBinding>(),
    known::<rbac::Role>(),
    known::<rbac::RoleBinding>(),
    known::<scheduling::PriorityClass>(),
    known::<storage::StorageClass>(),
];

/// Returns the table: the kinds, then the types with their fields.
fn table() -> String {
    let types = RefCell::default();
    let mut text = "# Types of Kubernetes 1.37, as k8s-openapi reads them.\n\
                    # Written by `RMQ_BLESS=1 cargo test --test typed`; the kinds are chosen in tests/typed/main.rs.\n"
        .to_owned();
    let kinds: BTreeMap<_, _> =
        KINDS.iter().map(|known| ((known.api_version, known.kind), (known.record)(&types))).collect();
    for ((api_version, kind), name) in kinds {
        writeln!(text, "={api_version} {kind} {name}").unwrap();
    }
    for (name, fields) in types.into_inner() {
        writeln!(text, "{name}").unwrap();
        for (field, shape) in fields {
            writeln!(text, " {field} {shape}").unwrap();
        }
    }
    text
}

#[test]
fn the_table_says_what_the_types_read() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/typed/types.txt");
    let expected = table();
    if std::env::var_os("RMQ_BLESS").is_some() {
        std::fs::write(path, &expected).unwrap();
    }
    let found = std::fs::read_to_string(path).unwrap_or_default();
    let differs = found.lines().zip(expected.lines()).find(|(found, expected)| found != expected);
    assert!(found == expected, "{path} is old, first at {differs:?}; RMQ_BLESS=1 writes it anew");
}

#[test]
fn every_kind_is_known_and_sees_strangers() {
    for Known { api_version, kind, .. } in KINDS {
        let object = serde_json::json!({"apiVersion": api_version, "kind": kind, "metadata": null, "stranger": 1});
        let findings: Vec<_> = judge::ours(&object).iter().map(|found| found.message.clone()).collect();
        assert_eq!(findings, [format!("unknown field `stranger` in {kind}")], "{api_version}");
    }
}
