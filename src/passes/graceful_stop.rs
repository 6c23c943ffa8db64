//! `graceful-stop`: Java gets SIGTERM, and time to close its store.
//!
//! The scripts of RocketMQ stay in front of Java, and a shell that is the first process of a container ignores
//! SIGTERM: every stop ends with SIGKILL, and the next start begins with a recovery.

use super::subject::Subject;
use super::tree::{list, value};
use super::{Context, Extent, Pass, Steps};
use crate::cluster::recognise::{Call, Container, Line, Part, Program, Role, Start};
use crate::documents::Object;
use crate::render::shell_word;
use crate::yaml::{FieldPath, Node, Value};

pub(super) const PASS: Pass = Pass {
    name: "graceful-stop",
    about: "Lets Java get SIGTERM, and gives it time to close its store",
    extent: Extent::Hardening,
    run,
};

/// Variables that change what the scripts of the image start.
const SCRIPT_VARIABLES: [&str; 4] = ["BASE_DIR", "CLASSPATH", "JAVA", "JAVA_HOME"];

fn run(context: &Context<'_>, object: &Object<'_>, steps: &mut Steps) {
    let Some(subject) = Subject::of(context, object) else { return };
    let mut wanted: Option<Grace> = None;
    for (part, container, node) in subject.containers(object) {
        let Some(grace) = Grace::of(part.role) else { continue };
        match stop(&subject, part, container, node) {
            Ok(change) => {
                if let Some(change) = change {
                    change.apply(&container.path, node, &subject, steps);
                }
                wanted = wanted.max(Some(grace));
            }
            Err(why) => steps.leave(format!("SIGTERM does not reach Java in container {}: {why}", container.name)),
        }
    }
    if let Some(grace) = wanted {
        grace.apply(&subject, steps);
    }
}

/// How long a Pod gets to stop, in seconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Grace {
    /// What it gets where that is too little.
    wanted: i64,
    /// What is enough.
    enough: i64,
}

impl Grace {
    /// A broker flushes and closes its store; a proxy waits 30 seconds for its clients.
    fn of(role: Role) -> Option<Self> {
        match role {
            Role::Broker => Some(Self { wanted: 120, enough: 60 }),
            Role::Proxy => Some(Self { wanted: 60, enough: 45 }),
            Role::NameServer | Role::Controller => Some(Self { wanted: 30, enough: 30 }),
            Role::Console | Role::Exporter => None,
        }
    }

    fn apply(self, subject: &Subject<'_>, steps: &mut Steps) {
        const FIELD: &str = "terminationGracePeriodSeconds";
        let given = match subject.spec.get(FIELD).map(|given| &given.value) {
            Some(Value::Int(seconds)) => *seconds,
            // What Kubernetes gives.
            _ => 30,
        };
        if given < self.enough {
            steps.set(subject.path.clone().key(FIELD), value(self.wanted), subject.effect);
        }
    }
}

/// A new start of a container.
enum Change {
    /// This text for its shell.
    Line(FieldPath, String),
    /// A shell that becomes Java, in place of `command` and `args`.
    Command(String),
}

impl Change {
    fn apply(self, container: &FieldPath, node: &Node, subject: &Subject<'_>, steps: &mut Steps) {
        let why = "its shell becomes Java, which then gets SIGTERM";
        match self {
            Self::Line(field, text) => {
                steps.set_because(container.clone().join(&field), value(text), subject.effect, why);
            }
            Self::Command(text) => {
                let command = list(["sh", "-c", &text].map(value));
                steps.set_because(container.clone().key("command"), command, subject.effect, why);
                if node.get("args").is_some() {
                    steps.remove(container.clone().key("args"), subject.effect);
                }
            }
        }
    }
}

/// Returns how a container has to start so that Java gets SIGTERM; nothing where it does.
fn stop(subject: &Subject<'_>, part: &Part, container: &Container, node: &Node) -> Result<Option<Change>, String> {
    if calls_for_stop(node) {
        return Ok(None);
    }
    let programs =
        subject.parts.iter().filter(|other| other.container.as_ref().is_some_and(|it| it.path == container.path));
    if programs.count() > 1 {
        return Err("several programs run in it".to_owned());
    }
    let start = Start::of(node, str::to_owned);
    let program = start.programs.iter().find(|program| program.role == part.role);
    let program = program.ok_or("the manifest does not say how it starts")?;
    if program.call == Call::Wrapped {
        return Err("another program stands in front of it".to_owned());
    }
    match &start.line {
        None if program.call == Call::Java => Ok(None),
        None => {
            let java = java(container, node, program)?;
            let words = [java].into_iter().chain(program.arguments.iter().map(|word| shell_word(word)));
            Ok(Some(Change::Command(words.collect::<Vec<String>>().join(" "))))
        }
        Some(line) => in_line(line, program, container, node),
    }
}

/// A hook that stops Java before the container is stopped serves as well.
fn calls_for_stop(node: &Node) -> bool {
    let command = FieldPath::from(["lifecycle", "preStop", "exec", "command"]);
    let words = node.at(&command).and_then(Node::as_sequence).unwrap_or_default();
    words.iter().filter_map(Node::as_str).any(|word| word.contains("mqshutdown") || word.contains("kill"))
}

fn in_line(line: &Line, program: &Program, container: &Container, node: &Node) -> Result<Option<Change>, String> {
    if program.call == Call::Java && program.is_exec {
        return Ok(None);
    }
    if !line.is_plain {
        return Err("its shell runs more than plain commands".to_owned());
    }
    if !program.is_last {
        return Err("its shell goes on after it".to_owned());
    }
    if line.has_background {
        return Err("its shell runs something else beside it".to_owned());
    }
    let part = |range: std::ops::Range<usize>| line.text.get(range).unwrap_or_default();
    let (before, after) = (part(0..program.range.start), part(program.range.end..line.text.len()));
    let command = match program.call {
        Call::Java if program.has_assignments => return Err("variables stand in front of it".to_owned()),
        Call::Java => format!("exec {}", part(program.range.clone())),
        _ if program.has_assignments => return Err("variables stand in front of it".to_owned()),
        _ => java(container, node, program)? + part(program.behind..program.range.end),
    };
    Ok(Some(Change::Line(line.field.clone(), format!("{before}{command}{after}"))))
}

/// Returns the command by which the scripts of the official image start Java at last, up to the main class.
fn java(container: &Container, node: &Node, program: &Program) -> Result<String, String> {
    let image = container.image.as_deref().filter(|image| image.is_official());
    let version = image.ok_or("a script of an image that is not the official one starts it")?.version();
    let version = version.ok_or("the tag of its image names no version")?;
    if program.is_broker_with_proxy() {
        return Err("broker and proxy share its process".to_owned());
    }
    let is_script = |path: &str| path.contains("/bin/") || path.ends_with("/bin");
    if container.mounts.iter().any(|mount| is_script(&mount.path)) {
        return Err("a volume lies over the scripts of the image".to_owned());
    }
    if let Some(name) = SCRIPT_VARIABLES.iter().find(|name| variable(node, name).is_some()) {
        return Err(format!("the variable `{name}` changes what the script of the image does"));
    }
    let options = variable(node, "JAVA_OPT_EXT").and_then(|entry| entry.get("value")).and_then(Node::as_str);
    let options = options.filter(|options| options.contains("-Xmx"));
    let options = options.ok_or("the script of the image chooses the heap; write -Xms and -Xmx into JAVA_OPT_EXT")?;
    let has_collector =
        options.split_whitespace().any(|option| option.starts_with("-XX:+Use") && option.ends_with("GC"));
    let collector = if has_collector { "" } else { " -XX:+UseG1GC" };
    let (class, logback) = main_class(program.role);
    let logback = if version.is_v5() { logging(logback) } else { String::new() };
    Ok(format!(
        "exec java -server{collector} ${{JAVA_OPT}} ${{JAVA_OPT_EXT}}{logback} -cp \
         \"${{ROCKETMQ_HOME}}/conf:${{ROCKETMQ_HOME}}/lib/*\" {class}"
    ))
}

/// The scripts of 5.x name the file for the logs.
fn logging(name: &str) -> String {
    format!(" -Drmq.logback.configurationFile=\"${{ROCKETMQ_HOME}}/conf/rmq.{name}.logback.xml\"")
}

fn main_class(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::NameServer => ("org.apache.rocketmq.namesrv.NamesrvStartup", "namesrv"),
        Role::Controller => ("org.apache.rocketmq.controller.ControllerStartup", "controller"),
        Role::Proxy => ("org.apache.rocketmq.proxy.ProxyStartup", "proxy"),
        Role::Broker | Role::Console | Role::Exporter => ("org.apache.rocketmq.broker.BrokerStartup", "broker"),
    }
}

/// Returns the entry of a variable that the container sets.
fn variable<'a>(node: &'a Node, name: &str) -> Option<&'a Node> {
    let entries = node.get("env").and_then(Node::as_sequence).unwrap_or_default();
    entries.iter().rev().find(|entry| entry.get("name").and_then(Node::as_str) == Some(name))
}
