//! What the reference of an image says.

use crate::rocketmq::Version;

/// The image of a container, as far as its reference tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The reference as it is written.
    pub reference: String,
    /// The last part of its path: `rocketmq` of `registry.example/apache/rocketmq:4.9.7`.
    pub name: String,
    /// Its tag.
    pub tag: Option<String>,
}

/// Repositories of the official servers, behind whichever registry or mirror.
const OFFICIAL: [&str; 2] = ["apache/rocketmq", "apacherocketmq/rocketmq"];

/// What stands behind the version in tags of images of the same version.
const VARIANTS: [&str; 4] = ["alpine", "centos", "jdk", "ubuntu"];

impl Image {
    /// Reads a reference.
    #[must_use]
    pub fn of(reference: &str) -> Self {
        let path = reference.split('@').next().unwrap_or_default();
        let last = path.rsplit('/').next().unwrap_or_default();
        let (name, tag) = last.split_once(':').map_or((last, None), |(name, tag)| (name, Some(tag)));
        Self { reference: reference.to_owned(), name: name.to_owned(), tag: tag.map(str::to_owned) }
    }

    /// Returns true for an image of the RocketMQ project with name server, broker and the other servers in it.
    #[must_use]
    pub fn is_official(&self) -> bool {
        let path = self.reference.split('@').next().unwrap_or_default();
        let tag = self.tag.as_ref().map_or(0, |tag| tag.len() + 1);
        let path = path.get(..path.len() - tag).unwrap_or_default();
        OFFICIAL.iter().any(|name| path.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('/')))
    }

    /// Returns the RocketMQ version that the tag names: `4.9.7`, `4.9.7-alpine`.
    #[must_use]
    pub fn version(&self) -> Option<Version> {
        let tag = self.tag.as_deref()?;
        let (version, variant) = tag.split_once('-').map_or((tag, None), |(version, rest)| (version, Some(rest)));
        let is_known = |variant: &str| VARIANTS.iter().any(|known| variant.starts_with(known));
        variant.is_none_or(is_known).then(|| Version::parse(version)).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_tell_name_tag_and_version() {
        for (reference, name, version, is_official) in [
            ("apache/rocketmq:4.9.7", "rocketmq", Some("4.9.7"), true),
            ("mirror.local:5000/hub/apache/rocketmq:5.3.0-alpine@sha256:00", "rocketmq", Some("5.3.0"), true),
            ("apacherocketmq/rocketmq", "rocketmq", None, true),
            ("localhost:5000/rocketmq", "rocketmq", None, false),
            ("my-apache/rocketmq:4.9.7", "rocketmq", Some("4.9.7"), false),
            ("apache/rocketmq:5.3.4-SNAPSHOT", "rocketmq", None, true),
            ("apache/rocketmq:latest", "rocketmq", None, true),
            ("apacherocketmq/rocketmq-dashboard:1.0.0", "rocketmq-dashboard", Some("1.0.0"), false),
            ("", "", None, false),
        ] {
            let image = Image::of(reference);
            let found = (image.name.as_str(), image.version().map(|found| found.to_string()), image.is_official());
            assert_eq!(found, (name, version.map(str::to_owned), is_official), "{reference}");
        }
    }
}
