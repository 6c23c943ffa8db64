//! The real programs that the tests ask, one module each.

pub mod argo_cd;
pub mod clients;
pub mod go;
pub mod go_oracle;
pub mod kubernetes;
mod maven;
pub mod rocketmq;

use anyhow::{Result, bail};

use crate::needs::{self, Need};
use crate::process;
use go::Compiler;

/// Builds or fetches everything that can be had, or with `pin` chooses the versions of the control plane's libraries.
pub fn run(args: &[String]) -> Result<()> {
    match args {
        [] => build_all(),
        [pin] if pin == "pin" => {
            needs::demand(&[Need::Go])?;
            kubernetes::pin()
        }
        _ => bail!("usage: cargo xtask judges [pin]"),
    }
}

fn build_all() -> Result<()> {
    needs::demand(&[Need::Go, Need::Jdk, Need::Maven])?;
    process::step("build go-oracle", go_oracle::build)?;
    process::step("build the control plane and its clients", build)?;
    process::step("fetch RocketMQ's config classes", rocketmq::fetch)?;
    process::step("fetch RocketMQ's servers", || {
        rocketmq::SERVERS.iter().try_for_each(|version| rocketmq::servers(version).map(drop))
    })
}

/// Builds what is written in Go: the control plane, Helm 3 and 4, kustomize and kubeconform.
pub fn build() -> Result<()> {
    kubernetes::build()?;
    for (program, module) in
        [("helm", go::HELM[0]), ("helm", go::HELM[1]), ("kustomize", go::KUSTOMIZE), ("kubeconform", go::KUBECONFORM)]
    {
        go::installed(program, module, Compiler::Quick)?;
    }
    Ok(())
}
