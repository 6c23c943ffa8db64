//! Parts of objects that the values of `rmq` take as Kubernetes writes them.

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
    pub(super) fn shape(self) -> &'static str {
        match self {
            Self::Affinity => "Affinity",
            Self::Containers => "[]Container",
            Self::ContainerSecurityContext => "SecurityContext",
            Self::EnvFromSources => "[]EnvFromSource",
            Self::EnvVars => "[]EnvVar",
            Self::HostAliases => "[]HostAlias",
            Self::ImagePullSecrets => "[]LocalObjectReference",
            Self::Lifecycle => "Lifecycle",
            Self::PersistentVolumeClaimSpec => "PersistentVolumeClaimSpec",
            Self::PodSecurityContext => "PodSecurityContext",
            Self::PodSpec => "PodSpec",
            Self::Probe => "Probe",
            Self::ResourceRequirements => "ResourceRequirements",
            Self::StringMap => "{}string",
            Self::Tolerations => "[]Toleration",
            Self::TopologySpreadConstraints => "[]TopologySpreadConstraint",
            Self::VolumeMounts => "[]VolumeMount",
            Self::Volumes => "[]Volume",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typed::types;

    #[test]
    fn every_part_has_a_type_of_the_table() {
        use Fragment as F;
        for part in [
            F::Affinity,
            F::Containers,
            F::ContainerSecurityContext,
            F::EnvFromSources,
            F::EnvVars,
            F::HostAliases,
            F::ImagePullSecrets,
            F::Lifecycle,
            F::PersistentVolumeClaimSpec,
            F::PodSecurityContext,
            F::PodSpec,
            F::Probe,
            F::ResourceRequirements,
            F::Tolerations,
            F::TopologySpreadConstraints,
            F::VolumeMounts,
            F::Volumes,
        ] {
            assert!(types::fields(part.shape().trim_start_matches("[]")).is_some(), "{part:?}");
        }
    }
}
