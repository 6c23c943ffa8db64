//! Strategic merge patches, as `kubectl patch` takes them.
//!
//! Which lists merge by a key, and by which, is the `x-kubernetes-patch-merge-key` of the Kubernetes API. The table here
//! holds what can stand in an object that `rmq` renders; a test compares it with the types of `k8s-openapi`, whose own
//! merge would make the module for browsers a fifth larger, and can take nothing away.

use std::collections::BTreeSet;

use super::merge::{Refused, mapping, put};
use crate::yaml::{Mapping, Node, Value};

const CONTAINERS: [&str; 3] = ["containers", "initContainers", "ephemeralContainers"];

/// The field around a list, the list and the key of its items.
const KEYS: &[(&str, &str, &str)] = &[
    ("", "imagePullSecrets", "name"),
    ("", "secrets", "name"),
    ("metadata", "ownerReferences", "uid"),
    ("spec", "containers", "name"),
    ("spec", "ephemeralContainers", "name"),
    ("spec", "evictionResponders", "name"),
    ("spec", "hostAliases", "ip"),
    ("spec", "imagePullSecrets", "name"),
    ("spec", "initContainers", "name"),
    ("spec", "ports", "port"),
    ("spec", "resourceClaims", "name"),
    ("spec", "schedulingGates", "name"),
    ("spec", "topologySpreadConstraints", "topologyKey"),
    ("spec", "volumes", "name"),
];

/// The lists in a container and the keys of their items.
const IN_CONTAINERS: &[(&str, &str)] =
    &[("env", "name"), ("ports", "containerPort"), ("volumeDevices", "devicePath"), ("volumeMounts", "mountPath")];

/// What stands in a merge patch beside fields.
const DIRECTIVE: &str = "$patch";

/// Returns the object with the patch.
pub(super) fn merged(object: &Node, patch: &Node) -> Result<Node, Refused> {
    let group = object.get("apiVersion").and_then(Node::as_str).and_then(|version| version.split_once('/'));
    let is_built_in = group.is_none_or(|(group, _)| !group.contains('.') || group.ends_with(".k8s.io"));
    let merging = Merging { is_built_in, kind: object.get("kind").and_then(Node::as_str).unwrap_or_default() };
    if patch.as_mapping().map(directive).transpose()?.flatten() == Some(Directive::Delete) {
        return Err(Refused {
            location: patch.location,
            why: "it would take the whole object away".to_owned(),
            help: "switch the part off that the object belongs to",
        });
    }
    Ok(merging.value(Some(object), patch, "", "")?.unwrap_or_else(|| object.clone()))
}

struct Merging<'a> {
    kind: &'a str,
    /// Nobody says how the lists of a custom resource merge, so they are replaced.
    is_built_in: bool,
}

impl Merging<'_> {
    /// Returns the new value of a field or item; nothing when the patch takes it away.
    fn value(&self, old: Option<&Node>, patch: &Node, parent: &str, field: &str) -> Result<Option<Node>, Refused> {
        match &patch.value {
            Value::Null => Ok(None),
            // The one mapping that the Kubernetes API replaces as a whole.
            Value::Mapping(changes) if (self.kind, parent, field) == ("PodDisruptionBudget", "spec", "selector") => {
                self.mapping(None, patch, changes, field)
            }
            Value::Mapping(changes) => self.mapping(old, patch, changes, field),
            Value::Sequence(items) => self.list(old, patch, items, parent, field).map(Some),
            _ => Ok(Some(patch.clone())),
        }
    }

    fn mapping(
        &self,
        old: Option<&Node>,
        patch: &Node,
        changes: &Mapping,
        field: &str,
    ) -> Result<Option<Node>, Refused> {
        let mut new = match directive(changes)? {
            Some(Directive::Delete) => {
                return Ok(Some(Node { value: Mapping::new().into(), location: patch.location }));
            }
            Some(Directive::Replace) => Mapping::new(),
            None => mapping(old),
        };
        for change in changes.iter().filter(|change| change.key != DIRECTIVE) {
            let before = new.get(&change.key).map(|entry| &entry.value);
            match self.value(before, &change.value, field, &change.key)? {
                Some(value) => put(&mut new, change, value),
                None => drop(new.remove(&change.key)),
            }
        }
        Ok(Some(Node { value: new.into(), location: old.map_or(patch.location, |old| old.location) }))
    }

    fn list(
        &self,
        old: Option<&Node>,
        patch: &Node,
        items: &[Node],
        parent: &str,
        field: &str,
    ) -> Result<Node, Refused> {
        let Some(key) = self.key(parent, field) else { return whole(patch, items, field) };
        let is_replaced = |item: &Node| {
            let mapping = item.as_mapping();
            Ok(mapping.is_some_and(|mapping| mapping.len() == 1)
                && mapping.map(directive).transpose()?.flatten() == Some(Directive::Replace))
        };
        let mut is_cleared = false;
        for item in items {
            is_cleared |= is_replaced(item)?;
        }
        let known = old.and_then(Node::as_sequence).unwrap_or_default();
        let known = if is_cleared { &[] } else { known };
        let mut given = Vec::new();
        let mut named = BTreeSet::new();
        for item in items {
            if !is_replaced(item)? {
                let place = self.item(known, item, key, field, &mut given)?;
                named.extend(place);
            }
        }
        let new = interleaved(known, given, &named);
        Ok(Node { value: new.into(), location: old.map_or(patch.location, |old| old.location) })
    }

    /// Merges an item of the patch with the one that has the same key, and returns where that stands.
    fn item(
        &self,
        known: &[Node],
        item: &Node,
        key: &str,
        field: &str,
        given: &mut Vec<(Option<usize>, Node)>,
    ) -> Result<Option<usize>, Refused> {
        let Some(wanted) = item.get(key) else {
            return Err(Refused {
                location: item.location,
                why: format!("an item of `{field}` has no `{key}`, by which the list is merged"),
                help: "name the item that is meant",
            });
        };
        let place = known.iter().position(|known| known.get(key).is_some_and(|known| known.is_same(wanted)));
        let is_deleted = item.as_mapping().map(directive).transpose()?.flatten() == Some(Directive::Delete);
        if !is_deleted {
            let old = place.and_then(|place| known.get(place));
            given.extend(self.value(old, item, field, field)?.map(|new| (place, new)));
        }
        Ok(place)
    }

    fn key(&self, parent: &str, field: &str) -> Option<&'static str> {
        if !self.is_built_in {
            return None;
        }
        if CONTAINERS.contains(&parent) {
            return IN_CONTAINERS.iter().find(|(list, _)| *list == field).map(|(_, key)| *key);
        }
        KEYS.iter().find(|(around, list, _)| (*around, *list) == (parent, field)).map(|(.., key)| *key)
    }
}

/// Returns the items of the patch and the others in the order in which Kubernetes puts them: the items of the patch
/// keep theirs, and one that is new stands before the next of the others.
fn interleaved(known: &[Node], given: Vec<(Option<usize>, Node)>, named: &BTreeSet<usize>) -> Vec<Node> {
    let mut others = known.iter().enumerate().filter(|(place, _)| !named.contains(place)).peekable();
    let mut new = Vec::with_capacity(known.len() + given.len());
    for (place, item) in given {
        while let Some((_, other)) = others.next_if(|(other, _)| place.is_some_and(|place| *other < place)) {
            new.push(other.clone());
        }
        new.push(item);
    }
    new.extend(others.map(|(_, other)| other.clone()));
    new
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Directive {
    Delete,
    Replace,
}

/// Returns what a mapping of the patch wants beside merging.
fn directive(mapping: &Mapping) -> Result<Option<Directive>, Refused> {
    for entry in mapping {
        let refused = |why: String, help| Err(Refused { location: entry.key_location, why, help });
        match (entry.key.as_str(), entry.value.as_str()) {
            (DIRECTIVE, Some("delete")) => return Ok(Some(Directive::Delete)),
            (DIRECTIVE, Some("replace")) => return Ok(Some(Directive::Replace)),
            (DIRECTIVE, Some("merge")) => return Ok(None),
            (DIRECTIVE, _) => {
                return refused("`$patch` is none of its words".to_owned(), "write `delete`, `replace` or `merge`");
            }
            (key, _) if key.starts_with('$') => {
                let name = key.split('/').next().unwrap_or_default();
                let why = format!("`{name}` is not supported");
                return refused(why, "use `$patch: delete` or `$patch: replace`, or `json` in place of `strategic`");
            }
            _ => {}
        }
    }
    Ok(None)
}

/// A list without a key is replaced as a whole.
fn whole(patch: &Node, items: &[Node], field: &str) -> Result<Node, Refused> {
    match items.iter().find(|item| item.get(DIRECTIVE).is_some()) {
        Some(item) => Err(Refused {
            location: item.location,
            why: format!("`{field}` is a list that is replaced as a whole, so `$patch` in it means nothing"),
            help: "write the whole list, or use `json`",
        }),
        None => Ok(patch.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `k8s-openapi` makes of the same patch.
    fn judge(object: &str, patch: &str) -> serde_json::Value {
        use k8s_openapi::DeepMerge;
        use k8s_openapi::api::{apps::v1::StatefulSet, core::v1::Service};

        fn merged<T: DeepMerge + serde::de::DeserializeOwned + serde::Serialize>(
            object: &str,
            patch: &str,
        ) -> serde_json::Value {
            let mut read: T = serde_json::from_str(object).unwrap();
            read.merge_from(serde_json::from_str(patch).unwrap());
            serde_json::to_value(read).unwrap()
        }
        if object.contains("StatefulSet") {
            merged::<StatefulSet>(object, patch)
        } else {
            merged::<Service>(object, patch)
        }
    }

    fn ours(object: &str, patch: &str) -> serde_json::Value {
        let read = |text: &str| -> Node { serde_json::from_str(text).unwrap() };
        serde_json::to_value(super::merged(&read(object), &read(patch)).unwrap()).unwrap()
    }

    /// The order of lists is that of `kubectl`; the types know another.
    fn sorted(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::Array(items) => {
                items.iter_mut().for_each(sorted);
                items.sort_by_key(ToString::to_string);
            }
            serde_json::Value::Object(fields) => fields.values_mut().for_each(sorted),
            _ => {}
        }
    }

    /// Every list that has a key, with two items that differ in it, and every list beside them that has none.
    #[test]
    fn lists_merge_by_the_keys_of_the_kubernetes_api() {
        let container = r#"{"name":"a","args":["x"],"command":["x"],"env":[{"name":"a","value":"1"}],
            "envFrom":[{"prefix":"a"}],"ports":[{"containerPort":1,"name":"a"}],
            "resizePolicy":[{"resourceName":"cpu","restartPolicy":"NotRequired"}],
            "volumeDevices":[{"devicePath":"/a","name":"a"}],"volumeMounts":[{"mountPath":"/a","name":"a"}]}"#;
        let pod = format!(
            r#"{{"containers":[{container}],"initContainers":[{container}],"ephemeralContainers":[{container}],
            "hostAliases":[{{"ip":"10.0.0.1","hostnames":["a"]}}],"imagePullSecrets":[{{"name":"a"}}],
            "resourceClaims":[{{"name":"a"}}],"schedulingGates":[{{"name":"a"}}],"tolerations":[{{"key":"a"}}],
            "readinessGates":[{{"conditionType":"a"}}],
            "topologySpreadConstraints":[{{"maxSkew":1,"topologyKey":"a","whenUnsatisfiable":"a"}}],
            "volumes":[{{"name":"a","projected":{{"sources":[{{"secret":{{"name":"a"}}}}]}}}}]}}"#
        );
        let object = format!(
            r#"{{"apiVersion":"apps/v1","kind":"StatefulSet",
            "metadata":{{"name":"x","ownerReferences":[{{"apiVersion":"v1","kind":"A","name":"a","uid":"a"}}]}},
            "spec":{{"selector":{{}},"serviceName":"x","template":{{"spec":{pod}}}}}}}"#
        );
        let service = r#"{"apiVersion":"v1","kind":"Service","metadata":{},"spec":{"externalIPs":["1.1.1.1"],
            "loadBalancerSourceRanges":["a"],"ports":[{"port":1,"name":"a","targetPort":9}]}}"#;
        for object in [object.as_str(), service] {
            for (from, to) in
                [(r#":"a""#, r#":"b""#), ("10.0.0.1", "10.0.0.2"), (":1,", ":2,"), ("/a", "/b"), ("[\"x\"]", "[\"y\"]")]
            {
                let patch = object.replace(from, to);
                let (mut ours, mut judge) = (ours(object, &patch), judge(object, &patch));
                sorted(&mut ours);
                sorted(&mut judge);
                assert_eq!(ours, judge, "{from} -> {to}");
            }
        }
    }
}
