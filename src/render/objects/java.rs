//! The command line of Java processes that `rmq` starts itself: Java is the first process and gets SIGTERM.

use crate::cluster::{Cluster, Jvm};

/// Where config files are mounted.
pub(super) const CONFIG_DIR: &str = "/etc/rocketmq";

/// The home of the process: it writes its logs and little else below it.
const USER_HOME: &str = "/home/rocketmq";

/// Returns the arguments behind `java`, up to and including the main class.
pub(super) fn arguments(cluster: &Cluster, jvm: &Jvm, system: &[String], main_class: &str) -> Vec<String> {
    let mut arguments = vec![format!("-Xms{}m", mebibytes(*jvm.heap)), format!("-Xmx{}m", mebibytes(*jvm.heap))];
    arguments.extend(jvm.direct.as_ref().map(|direct| format!("-XX:MaxDirectMemorySize={}m", mebibytes(**direct))));
    let has_collector = jvm.options.iter().any(|option| option.starts_with("-XX:+Use") && option.ends_with("GC"));
    arguments.extend((!has_collector).then(|| "-XX:+UseG1GC".to_owned()));
    arguments.extend(["-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData"].map(str::to_owned));
    arguments.push(format!("-Duser.home={USER_HOME}"));
    arguments.push(format!("-Duser.timezone={}", cluster.timezone));
    arguments.extend(system.iter().cloned());
    arguments.extend(jvm.options.iter().cloned());
    arguments.extend(["-cp".to_owned(), class_path(cluster), main_class.to_owned()]);
    arguments
}

/// Returns the class path of the image.
pub(super) fn class_path(cluster: &Cluster) -> String {
    let home = &cluster.image.home;
    format!("{home}/conf:{home}/lib/*")
}

fn mebibytes(bytes: u64) -> u64 {
    bytes >> 20
}
