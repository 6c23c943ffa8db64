//! The volumes of a Pod as folders of this machine.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::Value;

use super::spec::{ConfigMapVolume, EmptyDir, Item, Pod, SecretVolume, Volume, VolumeSource};
use crate::plane::client::Client;
use crate::sandbox::{Scratch, tmpfs};

/// The keys of ConfigMaps and Secrets; nothing for one that does not exist.
pub trait Keys {
    /// Returns the data of a ConfigMap.
    fn config_map(&self, name: &str) -> Result<Option<BTreeMap<String, String>>>;
    /// Returns the decoded data of a Secret.
    fn secret(&self, name: &str) -> Result<Option<BTreeMap<String, String>>>;
}

/// What volumes are made of: the objects of one namespace, the disks of one node.
#[derive(Clone, Debug)]
pub struct Source {
    /// The API server.
    pub client: Client,
    /// The namespace of the Pod.
    pub namespace: String,
    /// The node on which it runs.
    pub node: String,
    /// The folder of the run.
    pub scratch: Scratch,
}

/// Returns the folder of a path on the disk of a node.
pub fn node_path(scratch: &Scratch, node: &str, path: &str) -> PathBuf {
    scratch.path("nodes").join(node).join(path.trim_start_matches('/'))
}

/// Returns the folder of a volume that every node reaches over the network.
pub fn shared_path(scratch: &Scratch, path: &str) -> PathBuf {
    scratch.path("shared").join(path.trim_start_matches('/'))
}

impl Keys for Source {
    fn config_map(&self, name: &str) -> Result<Option<BTreeMap<String, String>>> {
        let found = self.client.find(&format!("/api/v1/namespaces/{}/configmaps/{name}", self.namespace))?;
        Ok(found.map(|object| texts(&object["data"])))
    }

    fn secret(&self, name: &str) -> Result<Option<BTreeMap<String, String>>> {
        let found = self.client.find(&format!("/api/v1/namespaces/{}/secrets/{name}", self.namespace))?;
        let Some(object) = found else { return Ok(None) };
        let decoded = |(key, text): (String, String)| Ok((key, decode(&text)?));
        texts(&object["data"]).into_iter().map(decoded).collect::<Result<_>>().map(Some)
    }
}

fn texts(map: &Value) -> BTreeMap<String, String> {
    let entries = map.as_object().into_iter().flatten();
    entries.map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned())).collect()
}

fn decode(text: &str) -> Result<String> {
    let bytes = BASE64_STANDARD.decode(text).context("a Secret that is no base64")?;
    String::from_utf8(bytes).context("a Secret that is no text")
}

impl Source {
    /// Makes the folders of all volumes below `folder`; the reason when one of them has to be waited for.
    pub fn prepare(&self, pod: &Pod, folder: &Path) -> Result<Result<BTreeMap<String, PathBuf>, String>> {
        let mut folders = BTreeMap::new();
        for volume in &pod.spec.volumes {
            match self.one(volume, &folder.join(&volume.name), pod.spec.security_context.fs_group)? {
                Ok(path) => folders.insert(volume.name.clone(), path),
                Err(reason) => return Ok(Err(reason)),
            };
        }
        Ok(Ok(folders))
    }

    fn one(&self, volume: &Volume, folder: &Path, group: Option<u32>) -> Result<Result<PathBuf, String>> {
        let written = match &volume.source {
            VolumeSource::EmptyDir(source) => empty(folder, source, group).map(Ok),
            VolumeSource::Projected(_) => made(folder).map(|_| Ok(())),
            VolumeSource::ConfigMap(source) => self.of_config_map(source, folder),
            VolumeSource::Secret(source) => self.of_secret(source, folder),
            VolumeSource::PersistentVolumeClaim(source) => return self.of_claim(&source.claim_name, group),
            VolumeSource::HostPath(source) => {
                let path = node_path(&self.scratch, &self.node, &source.path);
                return match source.kind.as_str() {
                    "DirectoryOrCreate" => made(&path).map(Ok),
                    "" | "Directory" => Ok(existing(path)),
                    other => bail!("the kubelet of these tests knows no hostPath of type {other}"),
                };
            }
        };
        Ok(written?.map(|()| folder.to_owned()))
    }

    fn of_config_map(&self, source: &ConfigMapVolume, folder: &Path) -> Result<Result<(), String>> {
        let Some(data) = self.config_map(&source.name)? else {
            return Ok(Err(format!("configmap \"{}\" not found", source.name)));
        };
        write_keys(folder, &data, &source.items, source.default_mode)
    }

    fn of_secret(&self, source: &SecretVolume, folder: &Path) -> Result<Result<(), String>> {
        let Some(data) = self.secret(&source.secret_name)? else {
            return Ok(Err(format!("secret \"{}\" not found", source.secret_name)));
        };
        write_keys(folder, &data, &source.items, source.default_mode)
    }

    fn of_claim(&self, claim: &str, group: Option<u32>) -> Result<Result<PathBuf, String>> {
        let path = format!("/api/v1/namespaces/{}/persistentvolumeclaims/{claim}", self.namespace);
        let claim = self.client.find(&path)?.with_context(|| format!("a scheduled Pod without its claim {claim}"))?;
        let name = claim["spec"]["volumeName"].as_str().context("a scheduled Pod whose claim is not bound")?;
        let volume = self.client.get("v1", "PersistentVolume", None, name)?;
        let text = |pointer: &str| volume.pointer(pointer).and_then(Value::as_str);
        let path = match (text("/spec/local/path"), text("/spec/nfs/path")) {
            (Some(path), _) => node_path(&self.scratch, &self.node, path),
            (_, Some(path)) => shared_path(&self.scratch, path),
            _ => bail!("the kubelet of these tests knows local and NFS volumes; {name} is neither"),
        };
        if let Err(reason) = existing(path.clone()) {
            return Ok(Err(reason));
        }
        if let Some(group) = group {
            give_to_group(&path, group)?;
        }
        Ok(Ok(path))
    }
}

fn made(path: &Path) -> Result<PathBuf> {
    fs::create_dir_all(path).with_context(|| format!("cannot make {}", path.display()))?;
    Ok(path.to_owned())
}

fn existing(path: PathBuf) -> Result<PathBuf, String> {
    if path.is_dir() { Ok(path) } else { Err(format!("path {} does not exist", path.display())) }
}

/// A tmpfs of the size limit, so that a container which writes more fails at once instead of being evicted later.
fn empty(folder: &Path, source: &EmptyDir, group: Option<u32>) -> Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    made(folder)?;
    if let Some(limit) = &source.size_limit {
        tmpfs(folder, &format!("size={}", bytes(limit)?))?;
    }
    fs::set_permissions(folder, fs::Permissions::from_mode(0o777))?;
    group.map_or(Ok(()), |group| give_to_group(folder, group))
}

/// Returns the bytes of a quantity such as `64Mi`.
pub fn bytes(quantity: &str) -> Result<u64> {
    let digits = quantity.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit: u64 = match &quantity[digits.len()..] {
        "" => 1,
        "Ki" => 1 << 10,
        "Mi" => 1 << 20,
        "Gi" => 1 << 30,
        "M" => 1_000_000,
        "G" => 1_000_000_000,
        other => bail!("the kubelet of these tests knows no unit {other}"),
    };
    Ok(digits.parse::<u64>().with_context(|| format!("{quantity} is no whole number"))? * unit)
}

fn write_keys(
    folder: &Path,
    data: &BTreeMap<String, String>,
    items: &[Item],
    default_mode: u32,
) -> Result<Result<(), String>> {
    made(folder)?;
    let all: Vec<(&str, &str, u32)> = match items {
        [] => data.keys().map(|key| (key.as_str(), key.as_str(), default_mode)).collect(),
        items => items
            .iter()
            .map(|item| (item.key.as_str(), item.path.as_str(), item.mode.unwrap_or(default_mode)))
            .collect(),
    };
    for (key, path, mode) in all {
        let Some(text) = data.get(key) else { return Ok(Err(format!("references non-existent config key: {key}"))) };
        let file = folder.join(path);
        file.parent().map_or(Ok(()), |parent| made(parent).map(drop))?;
        fs::write(&file, text)?;
        fs::set_permissions(&file, fs::Permissions::from_mode(mode))?;
    }
    Ok(Ok(()))
}

/// Gives a volume to the `fsGroup`: group ownership, group write, and the set-group-ID bit on folders.
fn give_to_group(path: &Path, group: u32) -> Result<()> {
    let metadata = fs::symlink_metadata(path)?;
    if metadata.is_symlink() {
        return Ok(());
    }
    chown(path, None, Some(group))?;
    let bits = if metadata.is_dir() { 0o2070 } else { 0o060 };
    fs::set_permissions(path, fs::Permissions::from_mode(metadata.permissions().mode() | bits))?;
    if metadata.is_dir() {
        for entry in fs::read_dir(path)? {
            give_to_group(&entry?.path(), group)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_quantities_and_secrets() {
        assert_eq!(bytes("64Mi").unwrap(), 64 << 20);
        assert_eq!(bytes("2Gi").unwrap(), 2 << 30);
        assert!(bytes("2Ti").is_err());
        assert_eq!(decode("cm9vdDpzZWNyZXQ=").unwrap(), "root:secret");
        assert!(decode("a*b").is_err());
    }
}
