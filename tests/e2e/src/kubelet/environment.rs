//! The environment and the command line of a container: values, downward API, `$(NAME)`.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

use super::spec::{Container, EnvSource, KeyRef, Pod};
use super::volumes::Keys;

/// What is known of a Pod only when it runs.
#[derive(Clone, Debug)]
pub struct Running {
    /// Its own address.
    pub pod_address: String,
    /// That of its node.
    pub node_address: String,
}

/// Returns the variables of a container in their order, those of the image first.
pub fn variables(
    image: Vec<(String, String)>,
    container: &Container,
    pod: &Pod,
    running: &Running,
    keys: &dyn Keys,
) -> Result<Vec<(String, String)>> {
    let mut all: BTreeMap<String, String> = image.into_iter().collect();
    all.insert("HOSTNAME".into(), pod.spec.hostname.clone().unwrap_or_else(|| pod.metadata.name.clone()));
    for variable in &container.env {
        let value = match &variable.value_from {
            None => Some(expand(&variable.value, &all)),
            Some(EnvSource::Field { field_path, .. }) => Some(field(field_path, pod, running)?),
            Some(EnvSource::ConfigMapKey(key)) => of_key(keys.config_map(&key.name)?, key)?,
            Some(EnvSource::SecretKey(key)) => of_key(keys.secret(&key.name)?, key)?,
        };
        if let Some(value) = value {
            all.insert(variable.name.clone(), value);
        }
    }
    Ok(all.into_iter().collect())
}

/// Returns the command line with its variables put in.
pub fn command_line(container: &Container, variables: &[(String, String)]) -> Result<Vec<String>> {
    if container.command.is_empty() {
        bail!("container {} relies on the image's entrypoint, which no judge knows", container.name);
    }
    let known: BTreeMap<String, String> = variables.iter().cloned().collect();
    Ok(container.command.iter().chain(&container.args).map(|word| expand(word, &known)).collect())
}

fn of_key(data: Option<BTreeMap<String, String>>, key: &KeyRef) -> Result<Option<String>> {
    match data.and_then(|data| data.get(&key.key).cloned()) {
        None if key.optional => Ok(None),
        found => found.map(Some).with_context(|| format!("couldn't find key {} in {}", key.key, key.name)),
    }
}

fn field(path: &str, pod: &Pod, running: &Running) -> Result<String> {
    let metadata = &pod.metadata;
    let in_map = |prefix: &str, map: &BTreeMap<String, String>| {
        let key = path.strip_prefix(prefix)?.strip_prefix("['")?.strip_suffix("']")?;
        Some(map.get(key).cloned().unwrap_or_default())
    };
    let labelled = in_map("metadata.labels", &metadata.labels);
    if let Some(value) = labelled.or_else(|| in_map("metadata.annotations", &metadata.annotations)) {
        return Ok(value);
    }
    Ok(match path {
        "metadata.name" => metadata.name.clone(),
        "metadata.namespace" => metadata.namespace.clone(),
        "metadata.uid" => metadata.uid.clone(),
        "spec.nodeName" => pod.spec.node_name.clone().unwrap_or_default(),
        "spec.serviceAccountName" => pod.spec.service_account_name.clone().unwrap_or_default(),
        "status.podIP" => running.pod_address.clone(),
        "status.hostIP" => running.node_address.clone(),
        _ => bail!("the kubelet of these tests has no field {path} for an environment variable"),
    })
}

/// Puts variables in as Kubernetes does: `$(NAME)` when it is known, `$$` for a dollar, anything else as it is.
fn expand(text: &str, known: &BTreeMap<String, String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        let named = after.strip_prefix('(').and_then(|inside| inside.split_once(')'));
        rest = if let Some(after) = after.strip_prefix('$') {
            out.push('$');
            after
        } else if let Some((value, after)) = named.and_then(|(name, after)| Some((known.get(name)?, after))) {
            out.push_str(value);
            after
        } else {
            out.push('$');
            after
        };
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expands_as_kubernetes_does() {
        let known = BTreeMap::from([("POD".to_owned(), "b-0".to_owned())]);
        for (text, want) in [
            ("/etc/$(POD).conf", "/etc/b-0.conf"),
            ("$(NONE)/$(POD)", "$(NONE)/b-0"),
            ("$$(POD)", "$(POD)"),
            ("$POD $", "$POD $"),
            ("$(POD", "$(POD"),
            ("$(POD)$(POD)", "b-0b-0"),
        ] {
            assert_eq!(expand(text, &known), want, "{text}");
        }
    }
}
