//! What Helm cannot do, and why there are three packages and not one.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::home::{Helm, Version};
use super::{Party, guest, native};

/// Post-renderers in WebAssembly that would work if Helm read what they put out, and what it says of each.
const OUTPUTS: [(&str, i32, &str); 4] = [
    (r#"{"manifests":{}}"#, 1, "produced empty output"),
    (r#"{"manifests":{"buf":"a2luZDogQQo="}}"#, 1, "produced empty output"),
    (r#"{"manifests":"kind: A\n"}"#, 1, "cannot unmarshal string into Go struct field"),
    ("{}", 2, "nil pointer dereference"),
];

/// Checks all of it; a failure may be good news.
pub fn check(party: &Party) -> Result<()> {
    post_renderer_in_wasm()?;
    new_form_in_helm_3(party)
}

/// Helm 4 hands nothing to a post-renderer in WebAssembly, and reads nothing that it puts out.
fn post_renderer_in_wasm() -> Result<()> {
    let helm = Helm::new(Version::Four, "wasm-post-renderer")?;
    let folder = helm.home().join("wasm-post-renderer");
    std::fs::create_dir_all(&folder)?;
    let metadata =
        "apiVersion: v1\ntype: postrenderer/v1\nname: wasm-post-renderer\nversion: 0.1.0\nruntime: extism/v1\n";
    std::fs::write(folder.join("plugin.yaml"), metadata)?;
    std::fs::write(folder.join("plugin.wasm"), guest::saying_its_input()?)?;
    helm.install(&folder, &[])?.success("install a post-renderer in WebAssembly")?;
    let call = ["template", "merged", "tests/judges/helm/chart", "--post-renderer", "wasm-post-renderer"];
    let why = "a post-renderer in WebAssembly; when it works, rmq can be one";
    helm.call(&call)?.failure(1, r#"{"manifests":{},"extraArgs":[]}"#, why)?;
    for (output, code, words) in OUTPUTS {
        std::fs::write(folder.join("plugin.wasm"), guest::putting_out(output)?)?;
        helm.call(&call)?.failure(code, words, &format!("{why}: {output}"))?;
    }
    Ok(())
}

/// A plugin in the new form takes every other plugin of Helm 3 away, even when its installation fails.
fn new_form_in_helm_3(party: &Party) -> Result<()> {
    let helm = Helm::new(Version::Three, "new-form")?;
    native::neighbour(&helm)?;
    let package = party.shipped.package("rmq-wasm");
    let failed = helm.install(&package, &[])?;
    failed.failure(1, "unknown field \"apiVersion\"", "a plugin in the new form in Helm 3")?;
    let link = helm.plugins().join("rmq-wasm");
    ensure!(link.is_symlink(), "the failed installation leaves nothing behind: docs/helm-plugins.md says it does");
    helm.call(&["neighbour"])?.failure(1, "unknown command \"neighbour\"", "plugins beside one in the new form")?;
    helm.call(&["plugin", "list"])?.failure(1, "unknown field \"apiVersion\"", "helm plugin list")?;
    remove(&link)?;
    helm.call(&["neighbour"])?.success("plugins after the link is removed").map(drop)
}

fn remove(link: &Path) -> Result<()> {
    std::fs::remove_file(link).with_context(|| format!("cannot remove {}", link.display()))
}
