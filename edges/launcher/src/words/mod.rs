//! The words of a call: which of them name files, and what happens to those.
//!
//! The list is made from the grammar of the program by a test of it, so that the two cannot part.

use std::ffi::{OsStr, OsString};

use rmq::values::set;

use crate::Call;

const LIST: &str = include_str!("list.txt");

/// What the command of the call does with a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// Reads the file.
    Read,
    /// Writes the file.
    Written,
    /// Writes files into the folder, and makes it if need be.
    Filled,
}

/// A path that the call names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// The path as it stands in the call.
    pub(crate) path: OsString,
    /// What is done with it.
    pub(crate) used: Use,
}

/// What follows a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// No file.
    Value,
    /// A path.
    Path(Use),
    /// `PATH=FILE`, perhaps several.
    Expression,
}

/// Returns the variables of the environment that the program reads.
pub(crate) fn variables() -> impl Iterator<Item = &'static str> {
    lines().filter(|(command, ..)| *command == "*").filter_map(|(_, word, _)| word.strip_prefix('$'))
}

/// Returns the paths that a call names.
pub(crate) fn named(call: &Call) -> Vec<Named> {
    let mut scan = Scan { command: String::new(), position: 0, last: None, found: Vec::new() };
    scan.words(call.words.get(1..).unwrap_or_default());
    scan.end();
    for (name, value) in &call.environment {
        let word = format!("${}", name.to_string_lossy());
        let kinds = lines().filter(|(command, listed, _)| *command == scan.command && *listed == word);
        kinds.map(|(.., kind)| kind).for_each(|kind| scan.found.extend(paths(kind, value)));
    }
    scan.found
}

/// Returns the command, the word and what follows it, line by line.
fn lines() -> impl Iterator<Item = (&'static str, &'static str, Kind)> {
    let lines = LIST.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| {
        let mut fields = line.split(' ');
        let (command, word) = (fields.next()?, fields.next()?);
        let kind = match fields.next()? {
            "read" => Kind::Path(Use::Read),
            "written" => Kind::Path(Use::Written),
            "filled" => Kind::Path(Use::Filled),
            "expression" => Kind::Expression,
            _ => Kind::Value,
        };
        Some((command, word, kind))
    })
}

/// The words as far as they are read.
struct Scan<'a> {
    /// The words of the command with a `/` between them.
    command: String,
    /// How many words were neither the command nor belonged to a flag.
    position: usize,
    /// The last of these words.
    last: Option<&'a OsStr>,
    found: Vec<Named>,
}

impl<'a> Scan<'a> {
    fn words(&mut self, words: &'a [OsString]) {
        let mut words = words.iter().map(OsString::as_os_str);
        let mut only_values = false;
        while let Some(word) = words.next() {
            match word.to_str() {
                Some("--") if !only_values => only_values = true,
                Some(flag) if !only_values && flag.starts_with("--") => self.long(flag, &mut words),
                Some(flag) if !only_values && flag.starts_with('-') && flag != "-" => self.short(flag, &mut words),
                Some(command) if self.command.is_empty() => self.command = command.to_owned(),
                Some(command) if self.is_group() => self.command = format!("{}/{command}", self.command),
                _ => self.positional(word),
            }
        }
    }

    /// Returns true while the words so far stand for commands that share them.
    fn is_group(&self) -> bool {
        let inner = |command: &str| command.strip_prefix(&self.command).is_some_and(|rest| rest.starts_with('/'));
        lines().any(|(command, ..)| inner(command))
    }

    fn long(&mut self, flag: &str, rest: &mut impl Iterator<Item = &'a OsStr>) {
        let (name, value) = flag.split_once('=').map_or((flag, None), |(name, value)| (name, Some(value)));
        let Some(kind) = self.kind(name) else { return };
        let value = value.map(OsStr::new).or_else(|| rest.next());
        self.found.extend(value.into_iter().flat_map(|value| paths(kind, value)));
    }

    /// Reads a word such as `-f`, `-fFILE`, `-f=FILE`, or `-qf` for `-q -f`.
    fn short(&mut self, flags: &str, rest: &mut impl Iterator<Item = &'a OsStr>) {
        let mut letters = flags.trim_start_matches('-').chars();
        while let Some(letter) = letters.next() {
            let Some(kind) = self.kind(&format!("-{letter}")) else { continue };
            let value = match letters.as_str() {
                "" => rest.next(),
                value => Some(OsStr::new(value.strip_prefix('=').unwrap_or(value))),
            };
            self.found.extend(value.into_iter().flat_map(|value| paths(kind, value)));
            return;
        }
    }

    fn positional(&mut self, word: &'a OsStr) {
        self.position += 1;
        self.last = Some(word);
        let last = (1..=self.position).rev().find_map(|position| self.kind(&format!("{position}+")));
        let kind = self.kind(&self.position.to_string()).or(last);
        self.found.extend(kind.into_iter().flat_map(|kind| paths(kind, word)));
    }

    /// Takes the last word for what only the last one can be.
    fn end(&mut self) {
        if let Some((kind, last)) = self.kind("last").zip(self.last) {
            self.found.extend(paths(kind, last));
        }
    }

    fn kind(&self, word: &str) -> Option<Kind> {
        let fits = |command: &str, listed: &str| (command == self.command || command == "*") && listed == word;
        lines().find(|(command, listed, _)| fits(command, listed)).map(|(.., kind)| kind)
    }
}

/// Returns the paths in a value.
fn paths(kind: Kind, value: &OsStr) -> Vec<Named> {
    match kind {
        Kind::Value => Vec::new(),
        // Stdin is no file.
        Kind::Path(Use::Read) if value == "-" => Vec::new(),
        Kind::Path(used) => vec![Named { path: value.to_owned(), used }],
        Kind::Expression => {
            let files = value.to_str().map(set::file_paths).and_then(Result::ok).unwrap_or_default();
            files.into_iter().map(|path| Named { path: path.into(), used: Use::Read }).collect()
        }
    }
}

#[cfg(test)]
mod tests;
