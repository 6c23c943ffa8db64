//! Image references: which version, from which registry.

use super::Input;
use crate::cluster::{Fact, Image, image_reference};
use crate::rocketmq::Version;

pub(super) fn image(input: &Input<'_>, version: &Fact<Version>) -> Image {
    let image = &input.values.image;
    let origin = match image.tag.as_str() {
        "" => format!("{}:{}", image.repository, version.value),
        digest if digest.starts_with("sha256:") => format!("{}@{digest}", image.repository),
        tag => format!("{}:{tag}", image.repository),
    };
    Image {
        reference: mirrored(input, &origin),
        origin,
        home: if image.home.is_empty() { version.image_home() } else { image.home.clone() },
        pull_policy: image.pull_policy.word().to_owned(),
        pull_secrets: image.pull_secrets.clone(),
    }
}

/// Returns the reference as it is pulled: at the mirror registry, when there is one, in place of its own registry.
pub(super) fn mirrored(input: &Input<'_>, reference: &str) -> String {
    image_reference::mirrored(input.values.image.registry.trim_end_matches('/'), reference)
}
