//! `helm rmq`: the program itself, as the plugin that loads in both Helms.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::Party;
use super::home::{Answer, Helm, Version};

/// A plugin of somebody else, in the form that both Helms read.
const NEIGHBOUR: &str = "\
name: neighbour
version: 1.0.0
usage: another plugin
description: another plugin
platformCommand:
- {os: linux, command: echo, args: [good morning]}
- {os: darwin, command: echo, args: [good morning]}
";

/// What Helm adds when a plugin fails.
const WORDS_OF_HELM: &str = "Error: plugin \"rmq\" exited with error\n";

/// The namespace that Helm hands over when `-n` names none.
const KUBECONFIG: &str = "\
apiVersion: v1
kind: Config
current-context: c
contexts: [{name: c, context: {cluster: c, user: u, namespace: from-context}}]
clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1'}}]
users: [{name: u, user: {}}]
";

/// Checks the package in one of the Helms.
pub fn check(party: &Party, version: Version) -> Result<()> {
    let helm = Helm::new(version, "rmq")?;
    neighbour(&helm)?;
    helm.call(&["rmq", "render"])?.failure(1, "unknown command \"rmq\"", "before the plugin is there")?;
    helm.install(&party.shipped.package("rmq"), &[])?.success("install rmq")?;
    let list = helm.call(&["plugin", "list"])?.success("plugin list")?;
    ensure!(list.contains("rmq ") || list.contains("rmq\t"), "plugin list does not show rmq:\n{list}");
    same_answers(party, &helm)?;
    namespaces(party, &helm)?;
    completion(&helm)?;
    let neighbour = helm.call(&["neighbour"])?.success("the plugin beside rmq")?;
    ensure!(neighbour == "good morning\n", "the plugin beside rmq says {neighbour:?}");
    Ok(())
}

/// Puts a plugin of somebody else beside ours and calls it.
pub fn neighbour(helm: &Helm) -> Result<()> {
    let folder = helm.plugins().join("neighbour");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("plugin.yaml"), NEIGHBOUR)?;
    helm.call(&["neighbour"])?.success("a plugin of somebody else").map(drop)
}

/// Everything that the program says is said through Helm: manifests, findings, exit codes.
fn same_answers(party: &Party, helm: &Helm) -> Result<()> {
    for example in &party.examples {
        let file = example.to_str().context("a path that is no text")?;
        same(party, helm, &["render", "-f", file], None, 0)?;
        same(party, helm, &["render", "mq", "-f", "-", "-o", "json"], Some(example), 0)?;
    }
    same(party, helm, &["render", "--set", "broker.replicas=2"], None, 2)?;
    same(party, helm, &["render", "-f", "nowhere.yaml", "--message-format", "json"], None, 2)?;
    same(party, helm, &["version"], None, 0)?;
    let said = helm.call(&["rmq", "render", "--help"])?.success("helm rmq render --help")?;
    ensure!(said.contains("Usage: helm rmq render"), "the help names another program:\n{said}");
    let mistake = helm.call(&["rmq", "rendre"])?;
    mistake.failure(2, "Usage: helm rmq", "a mistake in the call")
}

fn same(party: &Party, helm: &Helm, args: &[&str], stdin: Option<&Path>, code: i32) -> Result<()> {
    let want = party.rmq(args, stdin)?;
    ensure!(want.code == Some(code), "rmq {}: {:?}\n{}", args.join(" "), want.code, want.stderr);
    let words = [&["rmq"], args].concat();
    let found = match stdin {
        Some(stdin) => helm.read(&words, stdin)?,
        None => helm.call(&words)?,
    };
    let stderr = found.stderr.strip_suffix(WORDS_OF_HELM).unwrap_or(&found.stderr).to_owned();
    let found = Answer { stderr, ..found };
    ensure!(found == want, "helm {} differs from rmq: {}", words.join(" "), difference(&want, &found));
    Ok(())
}

/// Says where two answers differ.
pub fn difference(want: &Answer, found: &Answer) -> String {
    if want.code != found.code {
        return format!("exit code {:?} instead of {:?}\n{}", found.code, want.code, found.stderr);
    }
    if want.stdout != found.stdout {
        return format!("{} bytes on stdout instead of {}", found.stdout.len(), want.stdout.len());
    }
    format!("stderr is\n{}\ninstead of\n{}", found.stderr, want.stderr)
}

/// `-n` is taken by Helm, and its namespace is taken by us.
fn namespaces(party: &Party, helm: &Helm) -> Result<()> {
    let kubeconfig = helm.home().join("kubeconfig");
    std::fs::write(&kubeconfig, KUBECONFIG)?;
    let kubeconfig = kubeconfig.to_str().context("a path that is no text")?;
    for (words, want) in [
        (&["render"][..], "default"),
        (&["render", "-n", "mq"], "mq"),
        (&["render", "--namespace=mq"], "mq"),
        (&["render", "-nmq"], "mq"),
        (&["render", "--kubeconfig", kubeconfig], "from-context"),
        (&["render", "--kubeconfig", kubeconfig, "-n", "mq"], "mq"),
    ] {
        let found = helm.call(&[&["rmq"], words].concat())?.success("helm rmq render")?;
        let native = party.rmq(&["render", "-n", want], None)?.success("rmq render")?;
        ensure!(found == native, "helm rmq {} does not put objects into {want}", words.join(" "));
    }
    Ok(())
}

fn completion(helm: &Helm) -> Result<()> {
    for (words, want) in [
        (&["ren"][..], &["render"][..]),
        (&["render", "--on"], &["--only"]),
        (&["render", "-n", "mq", "-o", "j"], &["json"]),
        (&["completion", "z"], &["zsh"]),
    ] {
        let answer = helm.call(&[&["__complete", "rmq"], words].concat())?.success("helm __complete")?;
        let choices = answer.lines().take_while(|line| !line.starts_with(':'));
        let found: Vec<&str> = choices.filter_map(|line| line.split('\t').next()).collect();
        ensure!(found == want, "helm __complete rmq {} offers {found:?} instead of {want:?}", words.join(" "));
    }
    Ok(())
}
