//! Hardened streams of others: the API server knows every field that a pass has written.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::process::output;
use crate::world::World;

const STREAMS: &str = "tests/streams";

/// Kinds of operators, which no API server knows without their definitions.
const OF_OPERATORS: &str = "apiVersion: rocketmq.apache.org/";

/// Dry-runs every hardened stream; returns how many objects were judged.
pub fn prove(world: &World) -> Result<usize> {
    let mut count = 0;
    let mut namespaces = BTreeSet::new();
    for path in hardened(&world.tools.project.join(STREAMS))? {
        let stream = std::fs::read_to_string(&path)?;
        let known = without_operators(&stream);
        for namespace in named_namespaces(&known).filter(|namespace| *namespace != "default") {
            if namespaces.insert(namespace.to_owned()) {
                world.create_open_namespace(namespace)?;
            }
        }
        count += dry_run(world, &known).with_context(|| path.display().to_string())?;
        planted(world, &known).with_context(|| path.display().to_string())?;
    }
    namespaces.iter().try_for_each(|namespace| world.vacate_namespace(namespace))?;
    Ok(count)
}

fn hardened(folder: &Path) -> Result<Vec<std::path::PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    let mut found: Vec<_> =
        paths.into_iter().filter(|path| path.to_string_lossy().ends_with(".hardened.yaml")).collect();
    found.sort();
    ensure!(!found.is_empty(), "there are no hardened streams");
    Ok(found)
}

/// Leaves out the documents that have a kind of an operator.
fn without_operators(stream: &str) -> String {
    let mut documents: Vec<String> = Vec::new();
    for line in stream.split_inclusive('\n') {
        match documents.last_mut() {
            Some(document) if !line.starts_with("---") => document.push_str(line),
            _ => documents.push(line.to_owned()),
        }
    }
    let is_of_operator = |document: &String| document.lines().any(|line| line.starts_with(OF_OPERATORS));
    documents.into_iter().filter(|document| !is_of_operator(document)).collect()
}

fn named_namespaces(stream: &str) -> impl Iterator<Item = &str> {
    let rests = stream.split("namespace: ").skip(1).chain(stream.split("\"namespace\": \"").skip(1));
    rests.map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or_default())
}

/// Returns how many objects the API server would take; an unknown field or a warning is an error.
fn dry_run(world: &World, stream: &str) -> Result<usize> {
    let file = world.scratch.path("stream.yaml");
    std::fs::write(&file, stream)?;
    let mut kubectl = world.kubectl();
    kubectl.args(["apply", "--server-side", "--dry-run=server", "--validate=strict", "--warnings-as-errors", "-f"]);
    let said = String::from_utf8(output(kubectl.arg(file))?)?;
    let count = said.lines().filter(|line| line.contains("serverside-applied")).count();
    ensure!(count > 0, "kubectl says nothing of any object");
    Ok(count)
}

/// A field that a pass would have misspelt is refused.
fn planted(world: &World, stream: &str) -> Result<()> {
    let broken = stream.replacen("seccompProfile:", "seccompProfiles:", 1);
    ensure!(broken != stream, "no pass has written a seccompProfile");
    let refused = dry_run(world, &broken).err().context("a misspelt field was taken")?;
    ensure!(format!("{refused:#}").contains("seccompProfiles"), "the refusal is another one: {refused:#}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_of_operators_are_left_out_and_the_rest_keeps_its_bytes() {
        let (ours, theirs) = ("---\nkind: Service\n", "---\r\napiVersion: rocketmq.apache.org/v1alpha1\r\n");
        assert_eq!(without_operators(&format!("a: 1\n{theirs}{ours}{theirs}")), format!("a: 1\n{ours}"));
    }

    #[test]
    fn namespaces_are_found_in_every_style() {
        let stream = "  namespace: a\n metadata: {namespace: b-c, name: x}\n\"namespace\": \"d\"}\n";
        assert_eq!(named_namespaces(stream).collect::<Vec<_>>(), ["a", "b-c", "d"]);
    }
}
