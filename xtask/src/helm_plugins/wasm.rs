//! `helm rmq-wasm`: the module in the sandbox of Helm 4, beside both other plugins.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::home::{Answer, Helm, Version};
use super::post_renderer::CHART;
use super::{Party, native};

/// The line of Helm for a failure; the reason stands above it.
const SUMMARY: &str = "Error: plugin error: rmq ends with exit code 2; the reason stands above\n";

/// Checks the package.
pub fn check(party: &Party) -> Result<()> {
    let helm = Helm::new(Version::Four, "all")?;
    helm.call(&["rmq-wasm", "render"])?.failure(1, "unknown command \"rmq-wasm\"", "before the plugin is there")?;
    for name in ["rmq", "rmq-post-renderer", "rmq-wasm"] {
        helm.install(&party.shipped.package(name), &[])?.success(name)?;
    }
    three_are_listed(&helm)?;
    helm.call(&["rmq", "version"])?.success("helm rmq beside the others")?;
    for example in &party.examples {
        let file = example.to_str().context("a path that is no text")?;
        for args in [&["render", "-f", "-"][..], &["render", "mq", "-f", "-", "-o", "json", "--message-format", "json"]]
        {
            same(party, &helm, args, example).with_context(|| file.to_owned())?;
        }
    }
    let minimal = Path::new("examples/minimal.yaml");
    same(party, &helm, &["schema"], minimal)?;
    same(party, &helm, &["init"], minimal)?;
    same(party, &helm, &["images", "--script", "skopeo", "--to", "registry.example:5000"], minimal)?;
    let stream = helm.home().join("stream.yaml");
    std::fs::write(&stream, helm.call(&CHART)?.success("helm template")?)?;
    same(party, &helm, &["post-render"], &stream)?;
    namespaces(party, &helm)?;
    failures(party, &helm)?;
    words_of_the_plugin(&helm)
}

/// Returns an error unless Helm lists the three plugins as what they are.
pub fn three_are_listed(helm: &Helm) -> Result<()> {
    let list = helm.call(&["plugin", "list"])?.success("plugin list")?;
    let rows: Vec<Vec<&str>> = list.lines().map(|line| line.split_whitespace().take(4).collect()).collect();
    let version = crate::dist::VERSION;
    for row in [
        ["rmq", version, "cli/v1", "legacy"],
        ["rmq-post-renderer", version, "postrenderer/v1", "v1"],
        ["rmq-wasm", version, "cli/v1", "v1"],
    ] {
        ensure!(rows.iter().any(|found| *found == row), "plugin list does not show {row:?}:\n{list}");
    }
    Ok(())
}

/// The same call with the same stdin comes to the same, natively and in the sandbox.
fn same(party: &Party, helm: &Helm, args: &[&str], stdin: &Path) -> Result<()> {
    let want = party.rmq(args, Some(stdin))?;
    let found = helm.read(&[&["rmq-wasm"], args].concat(), stdin)?;
    ensure!(want.code == Some(0) && !want.stdout.is_empty(), "rmq {}: {}", args.join(" "), want.stderr);
    ensure!(found == want, "helm rmq-wasm {} differs from rmq: {}", args.join(" "), native::difference(&want, &found));
    Ok(())
}

fn namespaces(party: &Party, helm: &Helm) -> Result<()> {
    for (words, want) in [(&["-n", "mq"][..], "mq"), (&["--namespace=mq"], "mq"), (&["-nmq"], "mq"), (&[], "default")] {
        let found = helm.call(&[&["rmq-wasm", "render"], words].concat())?.success("helm rmq-wasm render")?;
        let native = party.rmq(&["render", "-n", want], None)?.success("rmq render")?;
        ensure!(found == native, "helm rmq-wasm render {} does not put objects into {want}", words.join(" "));
    }
    Ok(())
}

/// A failure is one line of Helm's, and before it all that the program says.
fn failures(party: &Party, helm: &Helm) -> Result<()> {
    for args in [
        &["render", "--set", "broker.replicas=2"][..],
        &["render", "--set", "mode=standalone", "--set", "x=1"],
        &["render", "--set-json", r#"broker.tolerations=[{"kye":"x"}]"#],
    ] {
        let native = party.rmq(args, None)?;
        ensure!(native.code == Some(2), "rmq {}: {:?}", args.join(" "), native.code);
        let want = Answer { code: Some(1), stdout: Vec::new(), stderr: native.stderr + SUMMARY };
        let found = helm.call(&[&["rmq-wasm"], args].concat())?;
        ensure!(found == want, "helm rmq-wasm {}: {}", args.join(" "), native::difference(&want, &found));
    }
    for (args, words) in [
        (&["render", "-f", "examples/minimal.yaml"][..], "helm rmq-wasm render -f - < values.yaml"),
        (&["render", "--set-file", "broker.jvm.options[0]=LICENSE"], "Helm shows this plugin no files"),
        (&["init", "values.yaml"], "helm rmq-wasm … > FILE"),
        (&["render", "--output-dir", "manifests"], "helm rmq-wasm … > FILE"),
        (&["rendre"], "Usage: helm rmq-wasm"),
        (&[], "Usage: helm rmq-wasm"),
    ] {
        let found = helm.call(&[&["rmq-wasm"], args].concat())?;
        found.failure(1, words, &format!("helm rmq-wasm {}", args.join(" ")))?;
        let is_whole = found.stdout.is_empty() && found.stderr.ends_with(SUMMARY) && !found.stderr.contains("panic");
        ensure!(is_whole, "helm rmq-wasm {}:\n{}", args.join(" "), found.stderr);
    }
    Ok(())
}

fn words_of_the_plugin(helm: &Helm) -> Result<()> {
    let said = helm.call(&["rmq-wasm", "render", "--help"])?.success("helm rmq-wasm render --help")?;
    for words in ["Usage: helm rmq-wasm render", "helm rmq-wasm render mq -f - < values.yaml -n mq", "no files"] {
        ensure!(said.contains(words), "the help does not say {words:?}:\n{said}");
    }
    let commands = helm.call(&["__complete", "rmq-wasm", "ren"])?.success("helm __complete")?;
    ensure!(commands.starts_with("render\n"), "helm __complete rmq-wasm ren offers {commands}");
    let flags = helm.call(&["__complete", "rmq-wasm", "render", "--on"])?.success("helm __complete")?;
    ensure!(flags.starts_with("--only\n"), "helm __complete rmq-wasm render --on offers {flags}");
    Ok(())
}
