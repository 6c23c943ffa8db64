//! `images`: every image from a mirror registry, by digest, with the Secrets to pull it.

use super::pod;
use super::{Config, Context, Effect, Extent, Pass, Steps};
use crate::cluster::mirrored;
use crate::documents::Object;
use crate::yaml::{Entry, FieldPath, Mapping, Node};

pub(super) const PASS: Pass = Pass {
    name: "images",
    about: "Pulls every image from a mirror registry, by digest, with pull Secrets",
    extent: Extent::Configured(is_wanted, "containers"),
    run,
};

fn is_wanted(config: &Config) -> bool {
    let images = &config.images;
    !images.registry.is_empty() || !images.pull_secrets.is_empty() || !images.digests.is_empty()
}

fn run(context: &Context<'_>, object: &Object<'_>, steps: &mut Steps) {
    let Some((path, spec)) = pod::spec(object.node) else { return };
    let effect = effect(&object.identity.kind);
    for (path, container) in pod::containers(&path, spec) {
        let Some(image) = container.get("image").and_then(Node::as_str) else { continue };
        match pulled(context.config, image) {
            Ok(pulled) if pulled != image => steps.set(path.key("image"), Node::generated(pulled), effect),
            Ok(_) => {}
            Err(why) => steps.leave(format!("`{path}.image` stays `{image}`: {why}")),
        }
    }
    // Of a Pod that is there only the images can be changed.
    let effect = if object.identity.kind == "Pod" { Effect::Immutable } else { effect };
    secrets(context.config, &path, spec, effect, steps);
}

/// What a new image costs: a Job's template cannot be changed, and a `ReplicaSet` makes new Pods only where old ones go.
fn effect(kind: &str) -> Effect {
    match kind {
        "Job" => Effect::Immutable,
        "CronJob" | "PodTemplate" | "ReplicaSet" | "ReplicationController" => Effect::None,
        _ => Effect::RollingRestart,
    }
}

/// Returns the reference that is pulled in place of another; the second time it is the same.
fn pulled(config: &Config, image: &str) -> Result<String, &'static str> {
    let (name, pinned) = image.split_once('@').map_or((image, None), |(name, digest)| (name, Some(digest)));
    let registry = config.images.registry.trim_end_matches('/');
    let origin = name.strip_prefix(registry).and_then(|rest| rest.strip_prefix('/')).filter(|_| !registry.is_empty());
    let moved = if origin.is_some() { name.to_owned() } else { mirrored(registry, name) };
    let wanted = config.images.digest(name).or_else(|| origin.and_then(|origin| config.images.digest(origin)));
    match (wanted, pinned) {
        (Some(wanted), Some(pinned)) if wanted != pinned => {
            Err("it is pinned to another digest than the configuration has")
        }
        (Some(digest), _) | (None, Some(digest)) => Ok(format!("{moved}@{digest}")),
        (None, None) => Ok(moved),
    }
}

fn secrets(config: &Config, path: &FieldPath, spec: &Node, effect: Effect, steps: &mut Steps) {
    let field = path.clone().key("imagePullSecrets");
    let known = spec.get("imagePullSecrets").and_then(Node::as_sequence).unwrap_or_default();
    let is_known = |name: &&String| known.iter().any(|entry| entry.get("name").and_then(Node::as_str) == Some(name));
    let missing = config.images.pull_secrets.iter().filter(|name| !is_known(name));
    for (offset, name) in missing.enumerate() {
        steps.set(field.clone().index(known.len() + offset), named(name), effect);
    }
}

fn named(name: &str) -> Node {
    let mut mapping = Mapping::new();
    mapping.insert(Entry { key: "name".to_owned(), key_location: None, value: Node::generated(name) });
    Node::generated(mapping)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::config::Images;

    #[test]
    fn references_move_to_the_mirror_and_get_their_digest() {
        let digest = format!("sha256:{}", "a".repeat(64));
        let images = Images {
            registry: "mirror.local:5000/hub".to_owned(),
            pull_secrets: Vec::new(),
            digests: [("apache/rocketmq:4.9.7".to_owned(), digest.clone())].into(),
        };
        let config = Config { images, ..Config::default() };
        for (image, want) in [
            ("nginx", Ok("mirror.local:5000/hub/nginx".to_owned())),
            ("quay.io/a/b:1", Ok("mirror.local:5000/hub/a/b:1".to_owned())),
            ("localhost/a", Ok("mirror.local:5000/hub/a".to_owned())),
            ("mirror.local:5000/hub/a:1", Ok("mirror.local:5000/hub/a:1".to_owned())),
            ("apache/rocketmq:4.9.7", Ok(format!("mirror.local:5000/hub/apache/rocketmq:4.9.7@{digest}"))),
            (
                "mirror.local:5000/hub/apache/rocketmq:4.9.7",
                Ok(format!("mirror.local:5000/hub/apache/rocketmq:4.9.7@{digest}")),
            ),
        ] {
            assert_eq!(pulled(&config, image), want, "{image}");
        }
        let once = pulled(&config, "apache/rocketmq:4.9.7").unwrap();
        assert_eq!(pulled(&config, &once), Ok(once.clone()), "twice");
        let other = format!("apache/rocketmq:4.9.7@sha256:{}", "b".repeat(64));
        assert!(pulled(&config, &other).is_err());
    }
}
