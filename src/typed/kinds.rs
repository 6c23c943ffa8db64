//! The kinds of objects that stand beside RocketMQ, each with its type.

use k8s_openapi::Resource;
use k8s_openapi::api::{
    apps::v1 as apps, autoscaling::v1 as autoscaling_v1, autoscaling::v2 as autoscaling, batch::v1 as batch,
    core::v1 as core, discovery::v1 as discovery, networking::v1 as networking, policy::v1 as policy, rbac::v1 as rbac,
    scheduling::v1 as scheduling, storage::v1 as storage,
};
use serde::de::DeserializeOwned;

use super::deserializer::{Decoder, Stop};

/// Decodes a node as one type and drops the result.
pub(super) type Decode = fn(Decoder<'_>) -> Result<(), Stop>;

/// Returns how an object of this kind is decoded, if its type is known.
pub(super) fn find(api_version: &str, kind: &str) -> Option<Decode> {
    KINDS.iter().find(|known| (known.api_version, known.kind) == (api_version, kind)).map(|known| known.decode)
}

/// Decodes as `T`; see [`Decode`].
pub(super) fn decode<T: DeserializeOwned>(decoder: Decoder<'_>) -> Result<(), Stop> {
    T::deserialize(decoder).map(drop)
}

struct Known {
    api_version: &'static str,
    kind: &'static str,
    decode: Decode,
}

const fn known<T: Resource + DeserializeOwned>() -> Known {
    Known { api_version: T::API_VERSION, kind: T::KIND, decode: decode::<T> }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Sources, Span};
    use crate::typed::check;
    use crate::yaml::{Duplicates, parse};

    #[test]
    fn no_kind_stands_twice() {
        let mut names: Vec<_> = KINDS.iter().map(|kind| (kind.api_version, kind.kind)).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), KINDS.len());
    }

    #[test]
    fn every_kind_reads_its_own_objects_and_sees_strangers() {
        for Known { api_version, kind, .. } in KINDS {
            let text = format!("{{apiVersion: {api_version}, kind: {kind}, metadata: null, stranger: 1}}");
            let id = Sources::new().add("a.yaml", text.as_str());
            let object = parse(id, &text, Span::new(0, text.len()), Duplicates::Refuse).unwrap();
            let findings: Vec<_> = check(&object).iter().map(|found| found.message.clone()).collect();
            assert_eq!(findings, [format!("unknown field `stranger` in {kind}")], "{api_version}");
        }
    }
}
