//! `helm template --post-renderer rmq-post-renderer` in Helm 4.

use anyhow::{Result, ensure};

use super::Party;
use super::home::{Helm, Version};

/// Checks the package.
pub fn check(party: &Party) -> Result<()> {
    let helm = Helm::new(Version::Four, "post-renderer")?;
    let plain = ["template", "merged", "tests/judges/helm/chart"];
    let through = [&plain[..], &["--post-renderer", "rmq-post-renderer"]].concat();
    helm.call(&through)?.failure(1, "Type:postrenderer/v1} not found", "before the plugin is there")?;
    helm.install(&party.shipped.package("rmq-post-renderer"), &[])?.success("install rmq-post-renderer")?;
    helm.call(&["rmq-post-renderer"])?.failure(1, "unknown command", "a post-renderer is no command")?;
    let found = helm.call(&through)?;
    if party.rmq(&["post-render", "--help"], None)?.code != Some(0) {
        // Until the program has the command, all that can be shown is that Helm starts it and keeps its failure.
        return found.failure(1, "plugin \"rmq-post-renderer\" exited with error", "a program without post-render");
    }
    let want = helm.call(&plain)?.success("helm template")?;
    let found = found.success("helm template --post-renderer")?;
    ensure!(!want.is_empty() && found == want, "a chart without RocketMQ is changed:\n{found}\ninstead of\n{want}");
    Ok(())
}
