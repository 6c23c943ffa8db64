//! Values that Kubernetes defines.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::typed::{Fragment as Typed, check_fragment};
use crate::values::field::Fragment;
use crate::yaml::Node;

/// Returns what Kubernetes would not understand in a value.
pub(super) fn check(node: &Node, fragment: Fragment, path: &str) -> Diagnostics {
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

fn with_help(mut finding: Diagnostic) -> Diagnostic {
    finding.help.get_or_insert_with(|| "write it as the Kubernetes API describes this field".to_owned());
    finding
}
