//! What a container runs: which RocketMQ programs, and how.

use std::ops::Range;

use super::Role;
use super::shell::{self, Command, End};
use crate::yaml::{FieldPath, Node};

/// What a container runs, as far as its `command` and `args` tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// The RocketMQ programs, in the order in which they are started.
    pub programs: Vec<Program>,
    /// The text that a shell is given, if it is.
    pub line: Option<Line>,
    /// True when there is a `command`; without one the image decides what runs.
    pub has_command: bool,
    /// The words of `args` without a `command`: the image's entrypoint gets them.
    pub entrypoint_words: Vec<String>,
    /// True when it only waits, as a Pod for `kubectl exec` does.
    pub is_idle: bool,
}

/// A text for a shell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Where it stands below the container: `command[2]`.
    pub field: FieldPath,
    /// The text.
    pub text: String,
    /// True when it is a row of plain commands.
    pub is_plain: bool,
    /// True when something in it runs beside the rest.
    pub has_background: bool,
}

/// A RocketMQ program that is started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// Which one.
    pub role: Role,
    /// The word that says so: `mqbroker`, or the class.
    pub word: String,
    /// The words before it: `java` and its options, or nothing.
    pub before: Vec<String>,
    /// The words behind it.
    pub arguments: Vec<String>,
    /// How it is started.
    pub call: Call,
    /// True when it takes the place of the shell that starts it.
    pub is_exec: bool,
    /// True when the shell ends with it and waits for nothing else.
    pub is_last: bool,
    /// Where its command stands in the text for the shell.
    pub range: Range<usize>,
    /// Where its arguments begin there.
    pub behind: usize,
    /// True when variables are set for it alone.
    pub has_assignments: bool,
}

/// How a program is started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// By `java` itself.
    Java,
    /// By a script of RocketMQ, which stays in front of Java.
    Script,
    /// By another program in front of these.
    Wrapped,
}

const SHELLS: [&str; 4] = ["sh", "bash", "ash", "dash"];
const WRAPPERS: [&str; 6] = ["nohup", "env", "tini", "dumb-init", "catatonit", "su-exec"];
/// What a shell puts before a command.
const KEYWORDS: [&str; 6] = ["exec", "then", "do", "else", "{", "!"];
const SCRIPTS: [(&str, Role); 4] = [
    ("mqnamesrv", Role::NameServer),
    ("mqbroker", Role::Broker),
    ("mqcontroller", Role::Controller),
    ("mqproxy", Role::Proxy),
];
const CLASSES: [(&str, Role); 4] = [
    ("org.apache.rocketmq.namesrv.NamesrvStartup", Role::NameServer),
    ("org.apache.rocketmq.broker.BrokerStartup", Role::Broker),
    ("org.apache.rocketmq.controller.ControllerStartup", Role::Controller),
    ("org.apache.rocketmq.proxy.ProxyStartup", Role::Proxy),
];
const JARS: [(&str, Role); 3] =
    [("rocketmq-dashboard", Role::Console), ("rocketmq-console", Role::Console), ("rocketmq-exporter", Role::Exporter)];

impl Start {
    /// Reads the `command` and `args` of a container; `expanded` replaces the references to variables in a word.
    #[must_use]
    pub fn of(container: &Node, expanded: impl Fn(&str) -> String) -> Self {
        let words: Vec<(FieldPath, String)> = ["command", "args"]
            .into_iter()
            .flat_map(|field| {
                let items = container.get(field).and_then(Node::as_sequence).unwrap_or_default();
                items.iter().enumerate().map(move |(index, item)| (FieldPath::from([field]).index(index), item))
            })
            .filter_map(|(field, item)| Some((field, expanded(item.as_str()?))))
            .collect();
        let has_command = container.get("command").and_then(Node::as_sequence).is_some_and(|words| !words.is_empty());
        match line(&words) {
            Some(line) => Self::of_line(line, has_command),
            None => Self::of_words(words.into_iter().map(|(_, word)| word).collect(), has_command),
        }
    }

    fn of_line(line: Line, has_command: bool) -> Self {
        let script = shell::read(&line.text);
        let last = script.commands.len().saturating_sub(1);
        let has_background = script.commands.iter().any(|command| command.end == End::Background);
        let program = |(index, command): (usize, &Command)| {
            let found = program(&command.words)?;
            let is_last = index == last && command.end == End::Line;
            // The last words are the arguments.
            let word = command.words.len().checked_sub(found.arguments.len() + 1)?;
            let behind = command.places.get(word)?.end;
            Some(Program { is_last, range: command.range.clone(), behind, ..found })
        };
        let programs = script.commands.iter().enumerate().filter_map(program).collect();
        let is_idle = script.is_plain && script.commands.iter().all(|command| is_idle(&command.words));
        let line = Line { is_plain: script.is_plain, has_background, ..line };
        Self { programs, line: Some(line), has_command, entrypoint_words: Vec::new(), is_idle }
    }

    fn of_words(words: Vec<String>, has_command: bool) -> Self {
        let programs = program(&words).map(|found| Program { is_last: true, ..found }).into_iter().collect();
        let is_idle = is_idle(&words);
        let entrypoint_words = if has_command { Vec::new() } else { words };
        Self { programs, line: None, has_command, entrypoint_words, is_idle }
    }
}

impl Program {
    /// Returns the value of an option that is written as `-c FILE`, `--configFile FILE` or `--configFile=FILE`.
    #[must_use]
    pub fn option(&self, names: &[&str]) -> Option<&str> {
        let mut words = self.arguments.iter();
        while let Some(word) = words.next() {
            if names.contains(&word.as_str()) {
                return words.next().map(String::as_str);
            }
            let value = word.split_once('=').filter(|(name, _)| names.contains(name));
            if let Some((_, value)) = value {
                return Some(value);
            }
        }
        None
    }

    /// Returns the path of the config file that it is told to read.
    #[must_use]
    pub fn config_path(&self) -> Option<&str> {
        match self.role {
            Role::Proxy => self.option(&["-pc", "--proxyConfigPath"]),
            _ => self.option(&["-c", "--configFile"]),
        }
    }

    /// Returns true when a broker and a proxy share its process.
    #[must_use]
    pub fn is_broker_with_proxy(&self) -> bool {
        let mode = self.option(&["-pm", "--proxyMode"]);
        let is_local = mode.is_some_and(|mode| mode.eq_ignore_ascii_case("local"));
        self.arguments.iter().any(|word| word == "--enable-proxy") || (self.role == Role::Proxy && is_local)
    }
}

/// Returns the last part of a path.
fn base(word: &str) -> &str {
    word.rsplit('/').next().unwrap_or(word)
}

fn is_shell(word: &str) -> bool {
    SHELLS.contains(&base(word))
}

/// Returns the text of `sh -c TEXT`, however its options are put together: `-ec`, `-e -c`.
fn line(words: &[(FieldPath, String)]) -> Option<Line> {
    let (first, rest) = words.split_first()?;
    if !is_shell(&first.1) {
        return None;
    }
    let options = rest.iter().take_while(|(_, word)| word.starts_with('-') && !word.starts_with("--")).count();
    let has_text = rest.get(..options)?.iter().any(|(_, word)| word.ends_with('c'));
    let (field, text) = rest.get(options).filter(|_| has_text)?;
    Some(Line { field: field.clone(), text: text.clone(), ..Line::default() })
}

fn is_idle(words: &[String]) -> bool {
    words.iter().find(|word| *word != "exec").is_some_and(|word| matches!(base(word), "sleep" | "tail"))
}

fn is_assignment(word: &str) -> bool {
    let name = word.split_once('=').map(|(name, _)| name);
    name.is_some_and(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'))
}

fn find(table: &[(&str, Role)], word: &str) -> Option<Role> {
    table.iter().find(|(known, _)| *known == word).map(|(_, role)| *role)
}

fn program(words: &[String]) -> Option<Program> {
    let is_in_front = |word: &&String| {
        let is_known = is_shell(word) || WRAPPERS.contains(&base(word)) || KEYWORDS.contains(&word.as_str());
        is_known || is_assignment(word) || word.starts_with('-')
    };
    let front = words.iter().take_while(is_in_front).count();
    let (before, rest) = words.split_at_checked(front)?;
    let (first, behind) = rest.split_first()?;
    let is_wrapped = before.iter().any(|word| WRAPPERS.contains(&base(word)));
    let is_exec = before.iter().any(|word| word == "exec");
    let found = |role, word: &str, before: &[String], arguments: &[String], call| Program {
        role,
        word: word.to_owned(),
        before: before.to_vec(),
        arguments: arguments.to_vec(),
        call: if is_wrapped { Call::Wrapped } else { call },
        is_exec,
        is_last: false,
        range: 0..0,
        behind: 0,
        has_assignments: before.iter().any(|word| is_assignment(word)),
    };
    if let Some(role) = find(&SCRIPTS, base(first)) {
        return Some(found(role, base(first), &[], behind, Call::Script));
    }
    let is_java = base(first) == "java" || first.starts_with("$JAVA") || first.starts_with("${JAVA");
    let is_runner = matches!(base(first), "runserver.sh" | "runbroker.sh");
    let call = if is_java { Call::Java } else { Call::Script };
    let mut class = behind.iter().enumerate().filter(|_| is_java || is_runner);
    let (index, role, word) = class.find_map(|(index, word)| Some((index, main(word)?, word)))?;
    let (java, arguments) = rest.split_at_checked(index + 1)?;
    Some(found(role, word, java, arguments.get(1..)?, call))
}

/// Returns what a main class or a jar runs.
fn main(word: &str) -> Option<Role> {
    let is_jar =
        |(name, _): &&(&str, Role)| base(word).starts_with(name) && word.to_ascii_lowercase().ends_with(".jar");
    find(&CLASSES, word).or_else(|| JARS.iter().find(is_jar).map(|(_, role)| *role))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(json: &str) -> Start {
        Start::of(&serde_json::from_str(json).unwrap(), str::to_owned)
    }

    fn shown(start: &Start) -> Vec<String> {
        let flags = |program: &Program| {
            let marks = [(program.is_exec, " exec"), (program.is_last, " last")];
            marks.iter().filter(|(is_set, _)| *is_set).map(|(_, mark)| *mark).collect::<String>()
        };
        let one = |program: &Program| format!("{:?} {:?}{}", program.role, program.call, flags(program));
        start.programs.iter().map(one).collect()
    }

    #[test]
    fn programs_are_found_however_they_are_started() {
        for (json, want) in [
            (r#"{"command": ["sh", "mqnamesrv"]}"#, &["NameServer Script last"][..]),
            (r#"{"command": ["./mqbroker", "-c", "/a"]}"#, &["Broker Script last"]),
            (r#"{"args": ["sh", "mqbroker"]}"#, &["Broker Script last"]),
            (
                r#"{"command": ["/bin/sh", "-c"], "args": ["cd x && exec java -cp y org.apache.rocketmq.broker.BrokerStartup -c f"]}"#,
                &["Broker Java exec last"],
            ),
            (
                r#"{"command": ["sh", "-ec", "./mqnamesrv & ./mqbroker -n x"]}"#,
                &["NameServer Script", "Broker Script last"],
            ),
            (r#"{"command": ["sh", "-c", "./mqproxy -pc f\ntail -f log"]}"#, &["Proxy Script"]),
            (r#"{"command": ["tini", "--", "sh", "mqcontroller"]}"#, &["Controller Wrapped last"]),
            (r#"{"command": ["java", "-jar", "/app/rocketmq-dashboard-2.1.0.jar"]}"#, &["Console Java last"]),
            (
                r#"{"command": ["sh", "runbroker.sh", "org.apache.rocketmq.broker.BrokerStartup"]}"#,
                &["Broker Script last"],
            ),
            (r#"{"command": ["sh", "-c", "A=1 exec sh ../bin/mqbroker | tee log"]}"#, &["Broker Script exec"]),
            (r#"{"command": ["sh", "-c", "if [ -f x ]; then ./mqbroker; fi"]}"#, &["Broker Script"]),
            (r#"{"command": ["cat", "mqbroker"]}"#, &[]),
            (r#"{"command": ["sh", "mqshutdown", "broker"]}"#, &[]),
            (r#"{"command": ["sh", "-c", "pkill -f org.apache.rocketmq.broker.BrokerStartup"]}"#, &[]),
            (r#"{"args": ["broker"]}"#, &[]),
            ("{}", &[]),
        ] {
            assert_eq!(shown(&start(json)), want, "{json}");
        }
    }

    #[test]
    fn config_files_are_those_of_the_options() {
        for (command, want) in [
            ("mqbroker -n a:9876 -c /etc/b.conf", Some("/etc/b.conf")),
            ("mqbroker --configFile=/etc/b.conf", Some("/etc/b.conf")),
            ("mqproxy -bc /etc/b.conf -pc /etc/p.json", Some("/etc/p.json")),
            ("mqbroker -n a:9876", None),
            ("mqbroker -c", None),
        ] {
            let words: Vec<String> = command.split(' ').map(str::to_owned).collect();
            assert_eq!(program(&words).unwrap().config_path(), want, "{command}");
        }
    }

    #[test]
    fn entrypoints_keep_their_words() {
        let found = start(r#"{"args": ["broker", "-c", "x"]}"#);
        assert_eq!((found.has_command, found.entrypoint_words.len()), (false, 3));
    }
}
