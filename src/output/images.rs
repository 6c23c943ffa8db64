//! The images of a cluster: as a table, and as commands that copy them into a registry of one's own.

use crate::pipeline::ImageUse;
use crate::render::shell_word;

/// The program that copies images.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyTool {
    /// `skopeo copy`: from registry to registry, without a container engine.
    Skopeo,
    /// `nerdctl pull`, `tag` and `push`.
    Nerdctl,
    /// `ctr images pull`, `tag` and `push`.
    Ctr,
}

/// Returns a table of references, whether each can move, and what runs it.
#[must_use]
pub fn table(images: &[ImageUse]) -> String {
    let width = images.iter().map(|image| image.reference.len()).max().unwrap_or(0).max("IMAGE".len());
    let row = |image: &ImageUse| {
        let rule = if is_pinned(&image.reference) { "digest" } else { "tag" };
        format!("{:width$}  {rule:6}  {}\n", image.reference, image.used_by.join(", "))
    };
    format!("{:width$}  {:6}  USED BY\n", "IMAGE", "BY") + &images.iter().map(row).collect::<String>()
}

/// Returns what to know about references that are tags, or nothing when every one is a digest.
#[must_use]
pub fn pin_hint(images: &[ImageUse]) -> Option<&'static str> {
    let moving = images.iter().any(|image| !is_pinned(&image.reference));
    moving.then_some(
        "A tag can be moved to another image by whoever owns the repository. To pin one, put the digest behind it:\n  \
         image:\n    tag: 4.9.7@sha256:DIGEST    # skopeo inspect --format '{{.Digest}}' docker://apache/rocketmq:4.9.7\n",
    )
}

/// Returns shell lines that copy every image to `registry`, or without one to where the values look for it.
///
/// Nothing is returned for an image that is already where it should be.
#[must_use]
pub fn script(images: &[ImageUse], tool: CopyTool, registry: Option<&str>) -> String {
    let mut lines: Vec<String> = images.iter().filter_map(|image| copy(image, tool, registry)).collect();
    lines.dedup();
    lines.concat()
}

fn copy(image: &ImageUse, tool: CopyTool, registry: Option<&str>) -> Option<String> {
    let target = match registry {
        Some(registry) => format!("{}/{}", registry.trim_end_matches('/'), image.source_reference),
        None => image.reference.clone(),
    };
    let (from, to) = (Reference::parse(&image.source_reference), Reference::parse(&target));
    (from != to).then(|| match tool {
        CopyTool::Skopeo => skopeo(&from, &to),
        CopyTool::Nerdctl => through_engine("nerdctl", "pull --all-platforms", "push --all-platforms", &from, &to),
        CopyTool::Ctr => through_engine("ctr", "images pull --all-platforms", "images push", &from, &to),
    })
}

/// skopeo refuses a tag and a digest in one reference; `--preserve-digests` makes the copy the same image or no copy.
fn skopeo(from: &Reference, to: &Reference) -> String {
    let source = shell_word(&format!("docker://{}", from.by_digest()));
    let target = shell_word(&format!("docker://{}", to.by_tag()));
    format!("skopeo copy --all --preserve-digests {source} {target}\n")
}

fn through_engine(engine: &str, pull: &str, push: &str, from: &Reference, to: &Reference) -> String {
    let (source, target) = (shell_word(&from.by_digest()), shell_word(&to.by_tag()));
    let tag = if engine == "ctr" { "images tag" } else { "tag" };
    format!("{engine} {pull} {source}\n{engine} {tag} {source} {target}\n{engine} {push} {target}\n")
}

fn is_pinned(reference: &str) -> bool {
    reference.contains('@')
}

/// A reference with its registry written out, as `ctr` wants it.
#[derive(PartialEq, Eq)]
struct Reference {
    repository: String,
    tag: Option<String>,
    digest: Option<String>,
}

impl Reference {
    fn parse(text: &str) -> Self {
        let (name, digest) = text.split_once('@').map_or((text, None), |(name, digest)| (name, Some(digest)));
        let (name, tag) = match name.rsplit_once(':') {
            Some((name, tag)) if !tag.contains('/') => (name, Some(tag)),
            _ => (name, None),
        };
        Self { repository: full_name(name), tag: tag.map(str::to_owned), digest: digest.map(str::to_owned) }
    }

    /// Returns what to read: the digest if there is one.
    fn by_digest(&self) -> String {
        match &self.digest {
            Some(digest) => format!("{}@{digest}", self.repository),
            None => self.by_tag(),
        }
    }

    /// Returns what to write: the tag, since a digest cannot be given to an image; without a tag one made of the digest.
    fn by_tag(&self) -> String {
        let digest = self.digest.as_ref().map(|digest| digest.replace(':', "-"));
        let tag = self.tag.clone().or(digest).unwrap_or_else(|| "latest".to_owned());
        format!("{}:{tag}", self.repository)
    }
}

/// Returns the name with its registry; the first part is one when it has a dot or a port, or is `localhost`.
fn full_name(name: &str) -> String {
    match name.split_once('/') {
        Some((first, _)) if first.contains(['.', ':']) || first == "localhost" => name.to_owned(),
        Some(_) => format!("docker.io/{name}"),
        None => format!("docker.io/library/{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(reference: &str, source: &str) -> ImageUse {
        ImageUse { reference: reference.into(), source_reference: source.into(), used_by: vec!["broker".into()] }
    }

    #[test]
    fn the_table_says_which_images_can_move() {
        let images = [image("apache/rocketmq:4.9.7", "apache/rocketmq:4.9.7"), image("a@sha256:0", "a@sha256:0")];
        insta::assert_snapshot!(table(&images), @r"
        IMAGE                  BY      USED BY
        apache/rocketmq:4.9.7  tag     broker
        a@sha256:0             digest  broker
        ");
        assert!(pin_hint(&images).is_some() && pin_hint(&images[1..]).is_none());
    }

    #[test]
    fn images_are_copied_by_digest_to_a_tag() {
        let pinned = [image("x", "apache/rocketmq:4.9.7@sha256:ab"), image("x", "quay.io/a/b@sha256:cd")];
        insta::assert_snapshot!(script(&pinned, CopyTool::Skopeo, Some("mirror.example:5000/")), @r"
        skopeo copy --all --preserve-digests docker://docker.io/apache/rocketmq@sha256:ab docker://mirror.example:5000/apache/rocketmq:4.9.7
        skopeo copy --all --preserve-digests docker://quay.io/a/b@sha256:cd docker://mirror.example:5000/quay.io/a/b:sha256-cd
        ");
    }

    #[test]
    fn engines_pull_tag_and_push() {
        let images = [image("mirror.example/apache/rocketmq:4.9.7", "apache/rocketmq:4.9.7")];
        insta::assert_snapshot!(script(&images, CopyTool::Ctr, None), @r"
        ctr images pull --all-platforms docker.io/apache/rocketmq:4.9.7
        ctr images tag docker.io/apache/rocketmq:4.9.7 mirror.example/apache/rocketmq:4.9.7
        ctr images push mirror.example/apache/rocketmq:4.9.7
        ");
        assert!(
            script(&images, CopyTool::Nerdctl, Some("r.io")).starts_with("nerdctl pull --all-platforms docker.io/")
        );
    }

    #[test]
    fn an_image_that_is_in_place_is_not_copied() {
        assert_eq!(script(&[image("busybox", "docker.io/library/busybox")], CopyTool::Skopeo, None), "");
    }
}
