//! Maven: libraries by their build file, and what is compiled by it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::{cache, process};

const COPY_DEPENDENCIES: &str = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies";

/// Returns the folder with every library that a build file needs at run time; `title` is for people.
pub fn libraries(tool: &str, title: &str, pom: &str) -> Result<PathBuf> {
    let folder = cache::keyed(tool, &[COPY_DEPENDENCIES, pom], |folder| {
        let pom_path = folder.join("pom.xml");
        std::fs::write(&pom_path, pom)?;
        let mut maven = maven(&pom_path);
        maven.arg(COPY_DEPENDENCIES).arg("-DincludeScope=runtime");
        maven.arg(format!("-DoutputDirectory={}", folder.join("lib").display()));
        process::step(title, || process::output(&mut maven).map(drop))
    })?;
    Ok(folder.join("lib"))
}

/// Compiles what lies beside a build file, as its author would.
pub fn compile(folder: &Path) -> Result<()> {
    process::output(maven(&folder.join("pom.xml")).arg("compile")).map(drop)
}

fn maven(pom: &Path) -> Command {
    let mut maven = Command::new("mvn");
    maven.args(["-B", "-ntp", "-q", "-f"]).arg(pom);
    maven
}
