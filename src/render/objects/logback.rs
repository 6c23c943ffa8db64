//! Logging of name servers and brokers: one bounded set of files, and standard output.
//!
//! RocketMQ 4.9 reads `ROCKETMQ_HOME/conf/logback_*.xml`, 5.x the file that a system property names.

use minijinja::Value;
use serde::Serialize;

use super::java::CONFIG_DIR;
use super::network::File;
use crate::cluster::Cluster;
use crate::diagnostic::Diagnostics;
use crate::render::Sink;
use crate::render::subtree::{mapping, sequence, subtree};
use crate::yaml;

/// Files that are kept beside the one that is written.
const OLD_FILES: u64 = 7;

/// Loggers of 5.x that write dozens of lines a second while nothing happens (measured on 5.1.4).
const CHATTY_LOGGERS: [&str; 4] = ["RocketmqColdCtr", "RocketmqPop", "RocketmqTraffic", "RocketmqWaterMark"];

/// The process that logs.
#[derive(Clone, Copy)]
pub(super) enum Logback {
    Namesrv,
    Broker,
}

impl Logback {
    fn name(self) -> &'static str {
        match self {
            Self::Namesrv => "namesrv",
            Self::Broker => "broker",
        }
    }

    fn file_name(self, cluster: &Cluster) -> String {
        if cluster.version.is_v5() {
            format!("rmq.{}.logback.xml", self.name())
        } else {
            format!("logback_{}.xml", self.name())
        }
    }
}

/// Returns the configuration: all files together take half of the volume, above which the kubelet evicts the Pod.
pub(super) fn file(cluster: &Cluster, process: Logback, sink: &mut Sink) -> Result<File, Diagnostics> {
    #[derive(Serialize)]
    struct Context {
        name: &'static str,
        old_files: u64,
        file_kilobytes: u64,
        stdout: bool,
        quiet: &'static [&'static str],
    }
    let context = Context {
        name: process.name(),
        old_files: OLD_FILES,
        file_kilobytes: *cluster.logs.size_limit / 2 / (OLD_FILES + 1) / 1024,
        stdout: cluster.logs.stdout,
        quiet: if cluster.version.is_v5() { &CHATTY_LOGGERS } else { &[] },
    };
    let text = sink.templates.render("logback.xml.j2", Value::from(minijinja::value::Serde(context)))?;
    Ok(File { name: process.file_name(cluster), text })
}

/// Returns the mount that puts the file where 4.9 looks for it.
pub(super) fn mount(cluster: &Cluster, process: Logback) -> Value {
    if cluster.version.is_v5() {
        return subtree(yaml::Value::Null);
    }
    let file_name = process.file_name(cluster);
    let mount = mapping([
        ("name", "config".into()),
        ("mountPath", format!("{}/conf/{file_name}", cluster.image.home).into()),
        ("subPath", file_name.into()),
        ("readOnly", true.into()),
    ]);
    subtree(sequence([mount]))
}

/// Returns the system properties that make the process, and the client inside it, log through the file.
pub(super) fn system_properties(cluster: &Cluster, process: Logback) -> Vec<String> {
    if cluster.version.is_v5() {
        vec![format!("-Drmq.logback.configurationFile={CONFIG_DIR}/{}", process.file_name(cluster))]
    } else {
        vec!["-Drocketmq.client.logUseSlf4j=true".to_owned()]
    }
}

/// Returns the size of the log volume as a quantity.
pub(super) fn volume_size(cluster: &Cluster) -> String {
    match *cluster.logs.size_limit {
        bytes if bytes % (1 << 30) == 0 => format!("{}Gi", bytes >> 30),
        bytes if bytes % (1 << 20) == 0 => format!("{}Mi", bytes >> 20),
        bytes => bytes.to_string(),
    }
}
