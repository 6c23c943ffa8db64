//! Who called, as far as it shows in what is printed.

use crate::io;

/// The caller of the program.
#[derive(Default)]
pub(crate) struct Caller {
    /// What is typed to call the program: `rmq`, `kubectl rmq`, `helm rmq`.
    pub(crate) program: String,
    /// The namespace that Helm hands over; nothing when somebody else called.
    pub(crate) helm_namespace: Option<String>,
}

impl Caller {
    /// Helm, for its plugin of this name.
    pub(crate) fn helm(plugin: &str) -> Self {
        let namespace = io::variable("HELM_NAMESPACE").map(|namespace| namespace.to_string_lossy().into_owned());
        Self { program: format!("helm {plugin}"), helm_namespace: namespace }
    }
}
