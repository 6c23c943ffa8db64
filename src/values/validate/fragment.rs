//! Values that Kubernetes defines.

use crate::diagnostic::Diagnostics;
use crate::values::field::Fragment;
use crate::yaml::Node;

/// Returns what Kubernetes would not understand in a value.
pub(super) fn check(_node: &Node, _fragment: Fragment, _path: &str) -> Diagnostics {
    Diagnostics::new()
}
