//! The files of `--output-dir`: one for each object.

use std::collections::{BTreeMap, BTreeSet};

use super::manifest;
use crate::render::Rendered;

/// Longer names are cut: file systems take 255 bytes, and a temporary name needs some of them.
const LONGEST: usize = 200;

/// A file that is to be written.
#[derive(Debug, PartialEq, Eq)]
pub struct ManifestFile {
    /// The name, without folder.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// Returns a file `KIND-NAME.yaml` for each object, in order.
///
/// Objects whose names would be equal on some file system carry their namespace and API group behind a `_`, and a number if
/// that does not tell them apart.
#[must_use]
pub fn files(objects: &[Rendered]) -> Vec<ManifestFile> {
    let short: Vec<String> = objects.iter().map(short_name).collect();
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for name in &short {
        *uses.entry(name.to_ascii_lowercase()).or_default() += 1;
    }
    let names = objects.iter().zip(&short).map(|(object, short)| match uses.get(&short.to_ascii_lowercase()) {
        Some(1) => short.clone(),
        _ => long_name(object, short),
    });
    let mut taken = BTreeSet::new();
    let files = objects.iter().zip(names.map(|name| unique(name, &mut taken)));
    files.map(|(object, name)| ManifestFile { name, text: manifest::document(object) }).collect()
}

fn short_name(object: &Rendered) -> String {
    safe(&format!("{}-{}", object.kind, object.name))
}

fn long_name(object: &Rendered, short: &str) -> String {
    let group = object.api_version.split_once('/').map_or("core", |(group, _)| group);
    safe(&format!("{short}_{}_{group}", object.namespace.as_deref().unwrap_or_default()))
}

fn unique(name: String, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    let free = std::iter::once(name.clone()).chain(numbered).find(|name| taken.insert(name.to_ascii_lowercase()));
    free.unwrap_or(name) + ".yaml"
}

/// Returns the name with everything replaced that some file system refuses.
fn safe(name: &str) -> String {
    let allowed = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '.' | '_');
    name.chars().take(LONGEST).map(|character| if allowed(character) { character } else { '_' }).collect()
}

#[cfg(test)]
pub(super) mod testing {
    use crate::render::{Component, Rendered};

    /// Returns an object of which only the name matters.
    pub(crate) fn object(api_version: &'static str, kind: &'static str, name: &str) -> Rendered {
        Rendered {
            template: "test.yaml",
            component: Component::Broker(0),
            api_version,
            kind,
            name: name.into(),
            namespace: Some("mq".into()),
            text: format!("name: {name}\n"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::object;
    use super::*;

    fn names(objects: &[Rendered]) -> Vec<String> {
        files(objects).into_iter().map(|file| file.name).collect()
    }

    #[test]
    fn a_file_is_named_after_its_object() {
        assert_eq!(names(&[object("apps/v1", "StatefulSet", "mq-broker")]), ["StatefulSet-mq-broker.yaml"]);
        assert_eq!(files(&[object("v1", "Service", "a")])[0].text, "---\n# Source: rmq/templates/test.yaml\nname: a\n");
    }

    #[test]
    fn equal_names_are_told_apart() {
        let elsewhere = Rendered { namespace: Some("other".into()), ..object("v1", "Service", "a") };
        let got = names(&[
            object("v1", "Service", "a"),
            elsewhere,
            object("serving.knative.dev/v1", "Service", "A"),
            object("v1", "Service", "a"),
            object("v1", "Service", "b"),
        ]);
        let want = [
            "Service-a_mq_core.yaml",
            "Service-a_other_core.yaml",
            "Service-A_mq_serving.knative.dev.yaml",
            "Service-a_mq_core_2.yaml",
            "Service-b.yaml",
        ];
        assert_eq!(got, want);
    }

    #[test]
    fn no_name_leaves_the_folder() {
        let got = names(&[object("v1", "../..", "/etc/x:y"), object("v1", "Secret", &"a".repeat(400))]);
        assert_eq!(got[0], ".._..-_etc_x_y.yaml");
        assert!(got.iter().all(|name| name.len() < 230 && !name.contains('/')), "{got:?}");
    }
}
