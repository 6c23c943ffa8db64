//! The questions of `rmq init`: each answer is checked at once, and asked for again with the reason.

use rmq::diagnostic::{Diagnostic, Diagnostics, code};
use rmq::values::Storage;

use super::answer;
use crate::io;

/// Someone who can be asked.
pub(super) trait Dialogue {
    /// Shows a text.
    fn say(&mut self, text: &str);
    /// Returns the next line, without blanks around it; nothing when there is none.
    fn hear(&mut self) -> Result<Option<String>, Diagnostics>;
}

/// The person at the terminal: questions on stderr, answers on stdin.
pub(super) struct Terminal;

impl Dialogue for Terminal {
    fn say(&mut self, text: &str) {
        io::write_stderr(text);
    }

    fn hear(&mut self) -> Result<Option<String>, Diagnostics> {
        io::read_answer()
    }
}

/// Asks for the nodes, one line each.
pub(super) fn nodes(person: &mut dyn Dialogue) -> Result<Vec<(String, String)>, Diagnostics> {
    person.say(
        "\nNodes and the addresses at which clients reach them, as NAME=ADDRESS, one for each broker.\n\
         An empty line ends the list; without nodes only clients inside the Kubernetes cluster come in.\n",
    );
    let mut nodes = Vec::new();
    loop {
        let question = format!("node {}: ", nodes.len() + 1);
        let next = ask(person, &question, |line| match line {
            "" => Ok(None),
            line => answer::node(line, &nodes).map(Some),
        })?;
        match next {
            Some(node) => nodes.push(node),
            None => return Ok(nodes),
        }
    }
}

/// Asks for the registry.
pub(super) fn registry(person: &mut dyn Dialogue) -> Result<String, Diagnostics> {
    ask(person, "\nRegistry that every image is pulled from, empty for Docker Hub: ", answer::registry)
}

/// Asks for the storage.
pub(super) fn storage(person: &mut dyn Dialogue) -> Result<Storage, Diagnostics> {
    let question = "\nStorage, `claim` (a storage class makes the volumes) or `local` (folders of the nodes) [claim]: ";
    if ask(person, question, answer::is_local)? {
        return ask(person, "Folder on every node [/var/lib/rocketmq]: ", answer::path);
    }
    ask(person, "Storage class, empty for the default of the cluster: ", answer::storage_class)
}

fn ask<T>(
    person: &mut dyn Dialogue,
    question: &str,
    read: impl Fn(&str) -> Result<T, Diagnostics>,
) -> Result<T, Diagnostics> {
    loop {
        person.say(question);
        let Some(line) = person.hear()? else {
            person.say("\n");
            return Err(no_answer());
        };
        match read(&line) {
            Ok(value) => return Ok(value),
            Err(found) => found.iter().for_each(|found| person.say(&reason(found))),
        }
    }
}

fn reason(found: &Diagnostic) -> String {
    let help = found.help.iter().map(|help| format!("; {help}"));
    std::iter::once(format!("  {}", found.message)).chain(help).chain(["\n".to_owned()]).collect()
}

fn no_answer() -> Diagnostics {
    let found = Diagnostic::error(code::INVALID_VALUE, "the answers end before the questions do; nothing is written");
    found.help("answer every question, or give the flags `--node`, `--registry` and `--storage`").into()
}
