//! Programs that connect: a small producer and consumer in one, with the addresses of a cluster, and its build file.
//!
//! Each is a test of the connection as well as code to start from: it sends messages, and ends well only when all of
//! them have come back.
//!
//! **Invariant:** a program differs from another of its language in its addresses and comments alone.

mod go;
mod java;
mod spring;
mod template;

use crate::cluster::reach::{Name, Position, Reach, Verdict};
use crate::cluster::{Cluster, naming};
use crate::diagnostic::{Diagnostics, code};

use template::Context;

/// A language, or a framework of one.
#[derive(Debug)]
pub struct Language {
    /// The word for it.
    pub word: &'static str,
    /// The files, in the order in which they are printed.
    files: &'static [Source],
    /// How the program is run, in the folder of the files.
    run: &'static str,
}

/// Every language, in the order of the help.
pub const ALL: &[&Language] = &[&java::LANGUAGE, &spring::LANGUAGE, &go::LANGUAGE];

/// A file of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name, without folder: all files of a program lie in one.
    pub name: &'static str,
    /// What is in it.
    pub text: String,
}

/// What a file is made of.
#[derive(Debug)]
enum Source {
    /// The same for every cluster.
    Same(&'static str, &'static str),
    /// A template that takes [`Context`].
    Template(&'static str, &'static str),
}

/// The topic and the group of consumers that stand in a program until they are changed.
const TOPIC: &str = "my-topic";
const GROUP: &str = "my-group";

/// Returns the language that a word stands for.
#[must_use]
pub fn language(word: &str) -> Option<&'static Language> {
    ALL.iter().copied().find(|language| language.word == word)
}

/// Returns the files of a program for clients at a position.
///
/// # Errors
///
/// RMQ060 when no client there can reach the cluster; RMQ090 for a defect of a template.
pub fn files(cluster: &Cluster, language: &Language, position: Position) -> Result<Vec<File>, Diagnostics> {
    let reach = cluster.reach(position);
    if reach.verdict == Verdict::Fails {
        return Err(out_of_reach(cluster, &reach));
    }
    let context = Context {
        about: about(cluster, language, &reach),
        name_server_list: reach.name_servers.join(";"),
        name_servers: reach.name_servers.clone(),
        topic: TOPIC,
        group: GROUP,
        advice: advice(cluster, &reach),
    };
    let file = |source: &Source| match source {
        Source::Same(name, text) => Ok(File { name, text: (*text).to_owned() }),
        Source::Template(name, text) => Ok(File { name, text: template::render(name, text, &context)? }),
    };
    language.files.iter().map(file).collect()
}

/// Returns the command that makes a topic; nothing without a toolbox to run it in.
#[must_use]
pub fn topic_command(cluster: &Cluster, topic: &str) -> Option<String> {
    let toolbox = cluster.toolbox.as_ref().map(|_| naming::toolbox(&cluster.release.name))?;
    let (namespace, cluster_name) = (&cluster.release.namespace, &cluster.cluster_name);
    Some(format!("kubectl -n {namespace} exec deploy/{toolbox} -- sh mqadmin updateTopic -c {cluster_name} -t {topic}"))
}

fn out_of_reach(cluster: &Cluster, reach: &Reach) -> Diagnostics {
    let message = format!("no client gets through from {}: {}", reach.position.word(), reach.reason);
    let finding = cluster.external.advertise.error(code::OUT_OF_REACH, message);
    match reach.remedy {
        Some(remedy) => finding.help(remedy).into(),
        None => finding.into(),
    }
}

fn about(cluster: &Cluster, language: &Language, reach: &Reach) -> Vec<String> {
    let release = &cluster.release;
    let whose = match reach.position {
        Position::SameNamespace => "in its namespace",
        Position::OtherNamespace => "in other namespaces of its Kubernetes cluster",
        Position::OtherCluster => "in other Kubernetes clusters",
        Position::Outside => "outside its Kubernetes cluster",
    };
    let mut lines = vec![
        format!(
            "For the RocketMQ cluster {}/{}, for clients {whose}. Run it: {}",
            release.namespace, release.name, language.run
        ),
        "RMQ_TOPIC, RMQ_GROUP, RMQ_COUNT, RMQ_LIMIT (seconds) and RMQ_NAMESRV change what it does.".to_owned(),
    ];
    lines.extend(topic_command(cluster, TOPIC).map(|command| format!("The topic must be there: {command}")));
    if reach.verdict == Verdict::WorksWithNames {
        lines.push("The names of the brokers must resolve where it runs:".to_owned());
        lines.extend(brokers(reach).map(|name| format!("  {} {}", name.leads_to, name.name)));
        lines.extend(reach.remedy.map(|remedy| format!("  {remedy}")));
    }
    lines
}

fn advice(cluster: &Cluster, reach: &Reach) -> Vec<String> {
    let mut lines = vec!["Check, from where this runs:".to_owned()];
    lines
        .extend(reach.connections.iter().map(|one| format!("  nc -vz -w 3 {} {}   # {}", one.host, one.port, one.pod)));
    if reach.verdict == Verdict::WorksWithNames {
        lines.push("and that these names resolve:".to_owned());
        lines.extend(brokers(reach).map(|name| format!("  {} to {}", name.name, name.leads_to)));
    }
    if let Some(command) = topic_command(cluster, "TOPIC") {
        lines.extend(["and that the topic is there:".to_owned(), format!("  {command}")]);
    }
    lines
}

/// The names that are no name server's: these are given in the program.
fn brokers(reach: &Reach) -> impl Iterator<Item = &Name> {
    let is_given = |name: &Name| {
        reach.name_servers.iter().any(|server| server.rsplit_once(':').is_some_and(|(host, _)| host == name.name))
    };
    reach.names.iter().filter(move |name| !is_given(name))
}
