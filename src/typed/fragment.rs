//! Parts of objects that the values of `rmq` take as Kubernetes writes them.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1 as core;

use super::kinds::{Decode, decode};

/// A part of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fragment {
    /// `affinity` of a Pod.
    Affinity,
    /// `containers` or `initContainers` of a Pod.
    Containers,
    /// `securityContext` of a container.
    ContainerSecurityContext,
    /// `envFrom` of a container.
    EnvFromSources,
    /// `env` of a container.
    EnvVars,
    /// `hostAliases` of a Pod.
    HostAliases,
    /// `imagePullSecrets` of a Pod.
    ImagePullSecrets,
    /// `lifecycle` of a container.
    Lifecycle,
    /// `spec` of a `PersistentVolumeClaim`.
    PersistentVolumeClaimSpec,
    /// `securityContext` of a Pod.
    PodSecurityContext,
    /// `spec` of a Pod.
    PodSpec,
    /// One of the three probes of a container.
    Probe,
    /// `resources` of a container.
    ResourceRequirements,
    /// Labels, annotations or a node selector.
    StringMap,
    /// `tolerations` of a Pod.
    Tolerations,
    /// `topologySpreadConstraints` of a Pod.
    TopologySpreadConstraints,
    /// `volumeMounts` of a container.
    VolumeMounts,
    /// `volumes` of a Pod.
    Volumes,
}

impl Fragment {
    pub(super) fn decode(self) -> Decode {
        match self {
            Self::Affinity => decode::<Option<core::Affinity>>,
            Self::Containers => decode::<Option<Vec<core::Container>>>,
            Self::ContainerSecurityContext => decode::<Option<core::SecurityContext>>,
            Self::EnvFromSources => decode::<Option<Vec<core::EnvFromSource>>>,
            Self::EnvVars => decode::<Option<Vec<core::EnvVar>>>,
            Self::HostAliases => decode::<Option<Vec<core::HostAlias>>>,
            Self::ImagePullSecrets => decode::<Option<Vec<core::LocalObjectReference>>>,
            Self::Lifecycle => decode::<Option<core::Lifecycle>>,
            Self::PersistentVolumeClaimSpec => decode::<Option<core::PersistentVolumeClaimSpec>>,
            Self::PodSecurityContext => decode::<Option<core::PodSecurityContext>>,
            Self::PodSpec => decode::<Option<core::PodSpec>>,
            Self::Probe => decode::<Option<core::Probe>>,
            Self::ResourceRequirements => decode::<Option<core::ResourceRequirements>>,
            Self::StringMap => decode::<Option<BTreeMap<String, String>>>,
            Self::Tolerations => decode::<Option<Vec<core::Toleration>>>,
            Self::TopologySpreadConstraints => decode::<Option<Vec<core::TopologySpreadConstraint>>>,
            Self::VolumeMounts => decode::<Option<Vec<core::VolumeMount>>>,
            Self::Volumes => decode::<Option<Vec<core::Volume>>>,
        }
    }
}
