//! What distributions have for names of others: the printed object, where CoreDNS finds it.

use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::questions::{Lead, names_lead, others, same_for_others};
use super::{Lab, Named};
use crate::progress::say;
use crate::report::assertion::Assertion;

/// A distribution whose CoreDNS imports keys of a `ConfigMap`.
const IMPORTING: [(&str, &str); 5] =
    [("k3s", "zone"), ("k3s", "rewrite"), ("aks", "zone"), ("aks", "hosts"), ("aks", "rewrite")];

/// One whose Corefile is replaced as a whole.
const WHOLE: [(&str, &str); 6] = [
    ("kubeadm", "hosts"),
    ("kubeadm", "zone"),
    ("tke", "rewrite"),
    ("eks", "hosts"),
    ("eks", "zone"),
    ("eks", "rewrite"),
];

pub fn prove(lab: &Lab, names: &[Named]) -> Result<()> {
    for (distribution, strategy) in IMPORTING {
        let done = imported(lab, names, distribution, strategy).with_context(|| format!("{distribution} {strategy}"));
        Assertion::DnsName.holds_if(done)?;
    }
    for (distribution, strategy) in WHOLE {
        let done = replaced(lab, names, distribution, strategy).with_context(|| format!("{distribution} {strategy}"));
        Assertion::DnsName.holds_if(done)?;
    }
    say("printed objects: k3s, aks, kubeadm, tke, eks");
    Ok(())
}

fn imported(lab: &Lab, names: &[Named], distribution: &str, strategy: &str) -> Result<()> {
    let printed = told(lab, distribution, strategy)?;
    let object = read(lab, &printed)?;
    ensure!(object["metadata"]["name"] == "coredns-custom", "{printed}");
    let keys = object["data"].as_object().context("no data")?;
    let paths: Vec<(String, &str)> =
        keys.iter().map(|(key, text)| (format!("custom/{key}"), text.as_str().unwrap_or_default())).collect();
    let stock = lab.stock(distribution)?;
    let mut files = vec![("Corefile", stock.as_str()), ("NodeHosts", "192.168.1.176 node1\n")];
    let before = others(&lab.start(&format!("{distribution}-{strategy}-before"), &files)?)?;
    files.extend(paths.iter().map(|(path, text)| (path.as_str(), *text)));
    let server = lab.start(&format!("{distribution}-{strategy}-custom"), &files)?;
    names_lead(&server, names, lead(strategy))?;
    same_for_others(&before, &others(&server)?)
}

fn replaced(lab: &Lab, names: &[Named], distribution: &str, strategy: &str) -> Result<()> {
    let printed = told(lab, distribution, strategy)?;
    let corefile = match distribution {
        "eks" => serde_json::from_str::<Value>(&printed).context("no JSON")?["corefile"].clone(),
        _ => read(lab, &printed)?["data"]["Corefile"].clone(),
    };
    let corefile = corefile.as_str().context("no Corefile")?;
    let stock = lab.stock(distribution)?;
    let before = others(&lab.start(&format!("{distribution}-{strategy}-stock"), &[("Corefile", &stock)])?)?;
    let server = lab.start(&format!("{distribution}-{strategy}-whole"), &[("Corefile", corefile)])?;
    names_lead(&server, names, lead(strategy))?;
    same_for_others(&before, &others(&server)?)
}

fn told(lab: &Lab, distribution: &str, strategy: &str) -> Result<String> {
    lab.told(&["custom", "--distribution", distribution, "--strategy", strategy], "")
}

fn lead(strategy: &str) -> Lead {
    if strategy == "rewrite" { Lead::Services } else { Lead::Nodes }
}

/// Returns the object as kubectl reads it.
fn read(lab: &Lab, printed: &str) -> Result<Value> {
    let mut kubectl = lab.world.plane.kubectl(&lab.world.tools.kubernetes);
    kubectl.args(["create", "--dry-run=client", "-o", "json", "-f", "-"]).stderr(Stdio::piped());
    let json = crate::process::filtered(&mut kubectl, printed)?;
    serde_json::from_slice(&json).with_context(|| format!("kubectl printed no object for\n{printed}"))
}
