//! What is mounted where in a container.

use crate::yaml::Node;

/// Stands for the name of the Pod in a text that each Pod of a workload completes for itself.
pub const POD: char = '\u{e000}';

/// A volume of a Pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Volume {
    /// Its name in the Pod.
    pub name: String,
    /// Where its files come from.
    pub source: VolumeSource,
}

/// Where the files of a volume come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VolumeSource {
    /// `ConfigMaps`: several in a projected volume.
    ConfigMaps(Vec<ConfigMapSource>),
    /// A claim that outlives the Pod; without a name the StatefulSet makes one for each Pod.
    Claim(Option<String>),
    /// An empty folder that goes with the Pod.
    EmptyDir,
    /// A folder of the node.
    HostPath(String),
    /// Something else: a Secret, the downward API, NFS.
    Other,
}

/// A `ConfigMap` as a volume holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigMapSource {
    /// Its name.
    pub name: String,
    /// The keys with the files that they become; without any, each key is a file of its name.
    pub items: Vec<(String, String)>,
}

/// A volume in a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mount {
    /// The volume.
    pub volume: String,
    /// The folder or file in the container.
    pub path: String,
    /// The only part of the volume that is mounted; [`POD`] stands in it for the name of the Pod.
    pub sub_path: Option<String>,
    /// True when nobody may write to it here.
    pub is_read_only: bool,
}

/// The file behind a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mounted<'a> {
    /// A file of one of these `ConfigMaps`, by its path in the volume.
    ConfigMaps(&'a [ConfigMapSource], String),
    /// A file of a volume with other contents.
    Volume(&'a Volume),
    /// A file of the image.
    Image,
}

impl Volume {
    /// Returns the `ConfigMaps` that it holds.
    #[must_use]
    pub fn config_maps(&self) -> &[ConfigMapSource] {
        match &self.source {
            VolumeSource::ConfigMaps(sources) => sources,
            _ => &[],
        }
    }
}

impl ConfigMapSource {
    fn of(node: &Node) -> Option<Self> {
        let items = node.get("items").and_then(Node::as_sequence).unwrap_or_default();
        let item = |item: &Node| {
            let text = |key| item.get(key).and_then(Node::as_str).map(str::to_owned);
            Some((text("key")?, text("path")?))
        };
        let name = node.get("name").and_then(Node::as_str)?.to_owned();
        Some(Self { name, items: items.iter().filter_map(item).collect() })
    }

    /// Returns the key whose file has this path in the volume.
    #[must_use]
    pub fn key<'a>(&'a self, path: &'a str) -> Option<&'a str> {
        let item = self.items.iter().find(|(_, file)| file == path).map(|(key, _)| key.as_str());
        if self.items.is_empty() { Some(path) } else { item }
    }
}

/// Returns the volumes of a Pod, with those for which a StatefulSet makes claims.
pub(super) fn volumes(object: &Node, pod: &Node) -> Vec<Volume> {
    let list = |node: Option<&Node>| node.and_then(Node::as_sequence).unwrap_or_default().to_vec();
    let templates = list(object.get("spec").and_then(|spec| spec.get("volumeClaimTemplates")));
    let claims = templates.iter().filter_map(|claim| {
        let name = claim.get("metadata")?.get("name")?.as_str()?.to_owned();
        Some(Volume { name, source: VolumeSource::Claim(None) })
    });
    let own = list(pod.get("volumes"));
    let own = own.iter().filter_map(|volume| {
        let name = volume.get("name")?.as_str()?.to_owned();
        Some(Volume { name, source: source(volume) })
    });
    // The API server lets a claim template win over a volume of the same name.
    claims.chain(own).collect()
}

fn source(volume: &Node) -> VolumeSource {
    let text = |node: &Node, key: &str| node.get(key).and_then(Node::as_str).map(str::to_owned);
    if let Some(map) = volume.get("configMap") {
        return VolumeSource::ConfigMaps(ConfigMapSource::of(map).into_iter().collect());
    }
    if let Some(projected) = volume.get("projected") {
        let sources = projected.get("sources").and_then(Node::as_sequence).unwrap_or_default();
        let maps = sources.iter().filter_map(|source| ConfigMapSource::of(source.get("configMap")?));
        return VolumeSource::ConfigMaps(maps.collect());
    }
    if let Some(claim) = volume.get("persistentVolumeClaim") {
        return VolumeSource::Claim(text(claim, "claimName"));
    }
    if let Some(path) = volume.get("hostPath") {
        return VolumeSource::HostPath(text(path, "path").unwrap_or_default());
    }
    if volume.get("ephemeral").is_some() || volume.get("emptyDir").is_some() {
        return VolumeSource::EmptyDir;
    }
    VolumeSource::Other
}

/// Returns what is mounted in a container.
pub(super) fn mounts(container: &Node, expanded: impl Fn(&str) -> String) -> Vec<Mount> {
    let mounts = container.get("volumeMounts").and_then(Node::as_sequence).unwrap_or_default();
    let mount = |mount: &Node| {
        let text = |key: &str| mount.get(key).and_then(Node::as_str);
        let sub_path = text("subPath").map(str::to_owned).or_else(|| text("subPathExpr").map(&expanded));
        Some(Mount {
            volume: text("name")?.to_owned(),
            path: trimmed(text("mountPath")?).to_owned(),
            sub_path: sub_path.map(|path| trimmed(&path).to_owned()).filter(|path| !path.is_empty()),
            is_read_only: mount.get("readOnly").is_some_and(|flag| flag.value == true.into()),
        })
    };
    mounts.iter().filter_map(mount).collect()
}

fn trimmed(path: &str) -> &str {
    if path == "/" { path } else { path.trim_end_matches('/') }
}

/// Returns the mount that holds a path: the one with the longest path above it.
#[must_use]
pub fn mount_of<'a>(mounts: &'a [Mount], path: &str) -> Option<&'a Mount> {
    let holds = |mount: &&Mount| below(&mount.path, path).is_some();
    mounts.iter().filter(holds).max_by_key(|mount| mount.path.len())
}

/// Returns the rest of a path below a folder; empty for the folder itself.
fn below<'a>(folder: &str, path: &'a str) -> Option<&'a str> {
    let rest = path.strip_prefix(folder.trim_end_matches('/'))?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
}

/// Returns the file behind an absolute path in a container.
#[must_use]
pub fn file_at<'a>(volumes: &'a [Volume], mounts: &[Mount], path: &str) -> Mounted<'a> {
    let Some(mount) = mount_of(mounts, path) else { return Mounted::Image };
    let Some(volume) = volumes.iter().find(|volume| volume.name == mount.volume) else { return Mounted::Image };
    let rest = below(&mount.path, path).unwrap_or_default();
    let parts = [mount.sub_path.as_deref().unwrap_or_default(), rest];
    let in_volume: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    match &volume.source {
        VolumeSource::ConfigMaps(maps) => Mounted::ConfigMaps(maps, in_volume.join("/")),
        _ => Mounted::Volume(volume),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_the_file_of_a_config_map() {
        let pod: Node = serde_json::from_str(
            r#"{"volumes": [
                {"name": "all", "configMap": {"name": "a"}},
                {"name": "items", "configMap": {"name": "b", "items": [{"key": "k", "path": "dir/broker.conf"}]}},
                {"name": "several", "projected": {"sources": [{"secret": {"name": "s"}}, {"configMap": {"name": "c"}}]}},
                {"name": "work", "emptyDir": {}}]}"#,
        )
        .unwrap();
        let container: Node = serde_json::from_str(
            r#"{"volumeMounts": [
                {"name": "all", "mountPath": "/etc/all/"},
                {"name": "all", "mountPath": "/opt/conf/broker.conf", "subPath": "one.conf"},
                {"name": "items", "mountPath": "/etc/items"},
                {"name": "several", "mountPath": "/etc/several"},
                {"name": "work", "mountPath": "/etc/all/work"}]}"#,
        )
        .unwrap();
        let (volumes, mounts) = (volumes(&pod, &pod), mounts(&container, str::to_owned));
        for (path, want) in [
            ("/etc/all/x.conf", "a x.conf"),
            ("/opt/conf/broker.conf", "a one.conf"),
            ("/etc/items/dir/broker.conf", "b k"),
            ("/etc/items/k", "b nothing"),
            ("/etc/several/y", "c y"),
            ("/etc/all/work/z", "volume work"),
            ("/etc/allother/x", "image"),
        ] {
            let found = match file_at(&volumes, &mounts, path) {
                Mounted::ConfigMaps(maps, file) => {
                    let map = maps.first().unwrap();
                    format!("{} {}", map.name, map.key(&file).unwrap_or("nothing"))
                }
                Mounted::Volume(volume) => format!("volume {}", volume.name),
                Mounted::Image => "image".to_owned(),
            };
            assert_eq!(found, want, "{path}");
        }
    }
}
