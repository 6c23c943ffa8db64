//! Corefiles that are wrong, so that it is seen that CoreDNS can say so.

use anyhow::{Result, ensure};

use super::Lab;
use super::server::Server;

pub fn prove(lab: &Lab) -> Result<()> {
    let stock = lab.stock("kubespray")?;
    let hosts = lab.told(&["hosts"], "")?;
    let twice = stock.replacen("    errors {\n", &format!("{hosts}    errors {{\n"), 1);
    ensure!(twice != stock, "the second hosts block has no place");
    let comment = format!("// names of the cluster\n{stock}");
    for (name, text, reason) in
        [("twice", &twice, "this plugin can only be used once"), ("slashes", &comment, "Unknown directive")]
    {
        let said = Server::refusal(lab.world, name, &[("Corefile", text)])?;
        ensure!(said.contains(reason), "{name}: CoreDNS says\n{said}");
    }
    without_fallthrough(lab)
}

/// What every snippet ends with is what keeps the other names alive.
fn without_fallthrough(lab: &Lab) -> Result<()> {
    let merged = lab.told(&["merge", "-"], &lab.stock("kubeadm")?)?;
    let closed = merged.replacen("        fallthrough\n", "", 1);
    ensure!(closed != merged, "the snippet has no line `fallthrough`:\n{merged}");
    let server = Server::start(lab.world, "closed", &[("Corefile", &closed)], Some(lab.upstream.address()))?;
    let status = server.ask("www.upstream.example", "A")?.status;
    ensure!(status == "SERVFAIL", "without `fallthrough` another name is answered with {status}");
    Ok(())
}
