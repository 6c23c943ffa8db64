//! RocketMQ's own config classes, from the jars that the project has published.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use super::maven;
use crate::{cache, process};

/// A version whose key table `rmq` carries, with the artifacts that hold its config classes.
///
/// Not on Maven Central: 4.9.8 and 5.3.0 without the servers (the config classes are in libraries, which are there),
/// and the proxy of 5.1.4 and 5.3.0.
pub struct Release {
    /// The version.
    pub version: &'static str,
    artifacts: &'static [&'static str],
}

/// The releases, in the order of the tables.
pub const RELEASES: [Release; 11] = [
    Release { version: "4.9.3", artifacts: &["common", "remoting", "store"] },
    Release { version: "4.9.7", artifacts: &["common", "remoting", "store"] },
    Release { version: "4.9.8", artifacts: &["common", "remoting", "store"] },
    Release { version: "5.0.0", artifacts: &["common", "remoting", "store", "proxy"] },
    Release { version: "5.1.0", artifacts: &["common", "remoting", "store", "tiered-store", "proxy"] },
    Release { version: "5.1.4", artifacts: &["common", "remoting", "store", "tiered-store"] },
    Release { version: "5.2.0", artifacts: &["common", "remoting", "store", "tiered-store", "proxy"] },
    Release { version: "5.3.0", artifacts: &["common", "remoting", "store", "tiered-store", "auth"] },
    Release { version: "5.3.3", artifacts: &["common", "remoting", "store", "tiered-store", "auth", "proxy"] },
    Release { version: "5.4.0", artifacts: &["common", "remoting", "store", "tiered-store", "auth", "proxy"] },
    Release { version: "5.5.0", artifacts: &["common", "remoting", "store", "tiered-store", "auth", "proxy"] },
];

impl Release {
    /// Returns the release of this version.
    pub fn find(version: &str) -> Result<&'static Self> {
        let releases: &'static [Self] = &RELEASES;
        releases.iter().find(|release| release.version == version).with_context(|| format!("no table for {version}"))
    }

    /// Returns false when the class is in an artifact that was never published for this version.
    pub fn has_published(&self, artifact: &str) -> bool {
        self.artifacts.contains(&artifact)
    }

    /// Returns a command that runs one of our classes among this version's jars.
    pub fn java(&self, main_class: &str, options: &[&str]) -> Result<Command> {
        let mut command = Command::new("java");
        command.args(["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]).args(options);
        command.arg("-cp").arg(self.class_path()?).arg(main_class);
        Ok(command)
    }

    fn class_path(&self) -> Result<OsString> {
        let jars = jars(self.version, self.artifacts)?;
        let classes = classes("rocketmq-judge", "tests/judges/rocketmq", self.version, &jars)?;
        std::env::join_paths([classes, jars.join("*")]).context("a folder of the class path has a colon")
    }
}

/// Fetches the jars of every release and compiles our classes against them.
pub fn fetch() -> Result<()> {
    for release in &RELEASES {
        release.class_path()?;
    }
    Ok(())
}

/// Returns the folder with the jars of these `rocketmq-` artifacts and everything that they need.
pub fn jars(version: &str, artifacts: &[&str]) -> Result<PathBuf> {
    maven::libraries(&format!("rocketmq-{version}"), &format!("jars of RocketMQ {version}"), &pom(version, artifacts))
}

fn pom(version: &str, artifacts: &[&str]) -> String {
    let dependency = |artifact: &&str| {
        format!(
            "<dependency><groupId>org.apache.rocketmq</groupId><artifactId>rocketmq-{artifact}</artifactId>\
             <version>{version}</version></dependency>"
        )
    };
    let dependencies: String = artifacts.iter().map(dependency).collect();
    format!(
        "<project xmlns=\"http://maven.apache.org/POM/4.0.0\"><modelVersion>4.0.0</modelVersion>\
         <groupId>rmq</groupId><artifactId>judge</artifactId><version>1</version><packaging>pom</packaging>\
         <dependencies>{dependencies}</dependencies></project>\n"
    )
}

/// The versions whose servers are run: the usual one, and the one with the known defect.
pub const SERVERS: [&str; 2] = ["4.9.7", "5.5.0"];

/// Returns the folder with the jars of the servers and of the tools: what the image has as `lib`.
pub fn servers(version: &str) -> Result<PathBuf> {
    jars(version, &["namesrv", "broker", "tools"])
}

/// Returns the folder with the classes of the proof's own client, compiled for this version.
pub fn driver(version: &str) -> Result<PathBuf> {
    classes("rocketmq-driver", "tests/e2e/java", version, &servers(version)?)
}

/// Returns the folder with the classes of every Java file in a folder of the project, compiled against these jars.
fn classes(tool: &str, sources: &str, version: &str, jars: &Path) -> Result<PathBuf> {
    let mut paths = entries(&process::project_root().join(sources))?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "java"));
    let texts = paths.iter().map(std::fs::read_to_string).collect::<Result<Vec<_>, _>>()?;
    let mut recipe = vec![version];
    recipe.extend(texts.iter().map(String::as_str));
    cache::keyed(tool, &recipe, |folder| {
        let mut javac = Command::new("javac");
        javac.args(["-nowarn", "-proc:none", "-encoding", "UTF-8", "-cp"]).arg(jars.join("*"));
        process::output(javac.arg("-d").arg(folder).args(&paths)).map(drop)
    })
}

/// What RocketMQ made of a key in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Read as written.
    Ok,
    /// No class has a setter for it.
    Unknown,
    /// Read as something else, or with blanks around it.
    Different,
}

/// One key of one file, as RocketMQ read it.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The file.
    pub file: PathBuf,
    /// What became of it.
    pub verdict: Verdict,
    /// The key.
    pub key: String,
    /// The text in the file.
    pub written: String,
    /// The value in each class that read it.
    pub read: String,
}

/// Reads files of one role (`broker`, `namesrv`, `controller`) through the config classes of a version.
///
/// Planted faults go through the same run: when RocketMQ's classes do not show them, the judge is broken and this fails.
pub fn read_configs(version: &str, role: &str, files: &[PathBuf]) -> Result<Vec<Finding>> {
    let planted = std::env::temp_dir().join(format!("rmq-planted-{}-{version}.conf", std::process::id()));
    std::fs::write(&planted, PLANTED)?;
    let read = run_reader(version, role, files, &planted);
    std::fs::remove_file(&planted)?;
    let (of_planted, findings) = read?.into_iter().partition(|finding: &Finding| finding.file == planted);
    check_planted(of_planted).with_context(|| format!("the config reader of {version} misses planted faults"))?;
    for file in files {
        ensure!(findings.iter().any(|finding| finding.file == *file), "{} holds no key", file.display());
    }
    Ok(findings)
}

fn run_reader(version: &str, role: &str, files: &[PathBuf], planted: &Path) -> Result<Vec<Finding>> {
    let mut java = Release::find(version)?.java("ConfigReader", &[])?;
    let output = process::output(java.arg(role).args(files).arg(planted))?;
    String::from_utf8(output)?.lines().map(finding).collect()
}

fn finding(line: &str) -> Result<Finding> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [file, verdict, key, written, read] = fields[..] else { bail!("the config reader printed: {line}") };
    let verdict = match verdict {
        "ok" => Verdict::Ok,
        "UNKNOWN" => Verdict::Unknown,
        "DIFF" => Verdict::Different,
        _ => bail!("the config reader printed: {line}"),
    };
    let owned = str::to_owned;
    Ok(Finding { file: file.into(), verdict, key: owned(key), written: owned(written), read: owned(read) })
}

/// Keys that every role knows, one sound, then an unknown one, a blank behind a number, and a misspelt boolean.
const PLANTED: &str = "listenPort=12345\nlistenPorts=12345\nserverWorkerThreads=16 \nuseEpollNativeSelector=flase\n";

fn check_planted(findings: Vec<Finding>) -> Result<()> {
    let mut seen: Vec<(String, Verdict)> = findings.into_iter().map(|finding| (finding.key, finding.verdict)).collect();
    seen.sort_by(|a, b| a.0.cmp(&b.0));
    let want = [
        ("listenPort", Verdict::Ok),
        ("listenPorts", Verdict::Unknown),
        ("serverWorkerThreads", Verdict::Different),
        ("useEpollNativeSelector", Verdict::Different),
    ];
    let is_found = seen.iter().map(|(key, verdict)| (key.as_str(), *verdict)).eq(want);
    ensure!(is_found, "found {seen:?}");
    Ok(())
}

/// Reads every `DIR/VERSION/ROLE/*.conf` and fails when RocketMQ reads one key otherwise than it is written.
pub fn read_folder(folder: &Path) -> Result<()> {
    let mut keys = 0;
    for version in entries(folder)? {
        for role in entries(&version)? {
            let mut files = entries(&role)?;
            files.retain(|file| file.extension().is_some_and(|extension| extension == "conf"));
            let findings = read_configs(&name(&version), &name(&role), &files)?;
            check_all_read(&findings)?;
            keys += findings.len();
        }
    }
    ensure!(keys > 0, "{} holds no VERSION/ROLE/*.conf", folder.display());
    println!("{keys} keys are read as they are written; the planted faults are found");
    Ok(())
}

/// Prints every key that is not read as it is written, and fails when there is one.
pub fn check_all_read(findings: &[Finding]) -> Result<()> {
    let bad: Vec<&Finding> = findings.iter().filter(|finding| finding.verdict != Verdict::Ok).collect();
    for Finding { file, verdict, key, written, read } in &bad {
        eprintln!("{}: {key}: {verdict:?}: written [{written}], read [{read}]", file.display());
    }
    ensure!(bad.is_empty(), "{} keys are not read as they are written", bad.len());
    Ok(())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let read = std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let mut paths = read.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
