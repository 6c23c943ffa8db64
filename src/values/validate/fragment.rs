//! Values that Kubernetes defines.

#[cfg(feature = "typed")]
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::values::field::Fragment;
use crate::yaml::Node;

/// Returns what Kubernetes would not understand in a value.
#[cfg(feature = "typed")]
pub(super) fn check(node: &Node, fragment: Fragment, path: &str) -> Diagnostics {
    use crate::typed::{Fragment as Typed, check_fragment};

    let typed = match fragment {
        Fragment::Affinity => Typed::Affinity,
        Fragment::Containers => Typed::Containers,
        Fragment::EnvVars => Typed::EnvVars,
        Fragment::Probe => Typed::Probe,
        Fragment::Tolerations => Typed::Tolerations,
        Fragment::TopologySpreadConstraints => Typed::TopologySpreadConstraints,
        Fragment::VolumeMounts => Typed::VolumeMounts,
        Fragment::Volumes => Typed::Volumes,
    };
    check_fragment(node, typed, path).iter().cloned().map(with_help).collect()
}

#[cfg(feature = "typed")]
fn with_help(mut finding: Diagnostic) -> Diagnostic {
    finding.help.get_or_insert_with(|| "write it as the Kubernetes API describes this field".to_owned());
    finding
}

/// Without the types nothing is known of such a value.
#[cfg(not(feature = "typed"))]
pub(super) fn check(_node: &Node, _fragment: Fragment, _path: &str) -> Diagnostics {
    Diagnostics::new()
}
