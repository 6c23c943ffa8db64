//! What a line for a shell runs, as far as it is a row of plain commands.

use std::ops::Range;

/// A text for a shell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    /// Its commands, in order.
    pub commands: Vec<Command>,
    /// False when something in it is more than a plain command: a condition, a loop, a function, a here-document.
    pub is_plain: bool,
}

/// One plain command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Command {
    /// Its words, without quotes.
    pub words: Vec<String>,
    /// Where each word stands in the text.
    pub places: Vec<Range<usize>>,
    /// Where it stands in the text.
    pub range: Range<usize>,
    /// What ends it.
    pub end: End,
}

/// What stands behind a command.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum End {
    /// A line end, a semicolon or the end of the text.
    #[default]
    Line,
    /// `&&` or `||`.
    Condition,
    /// `|`.
    Pipe,
    /// `&`.
    Background,
}

/// Words with which something begins that is no plain command, or that changes what signals do.
const KEYWORDS: [&str; 18] = [
    "if", "then", "else", "elif", "fi", "for", "while", "until", "do", "done", "case", "esac", "function", "trap",
    "wait", "{", "}", "!",
];

/// Reads a text for a shell.
#[must_use]
pub fn read(text: &str) -> Script {
    let mut reader = Reader { text, at: 0, script: Script { is_plain: true, ..Script::default() }, current: None };
    while let Some(character) = reader.peek() {
        reader.step(character);
    }
    reader.end(End::Line);
    reader.script
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    script: Script,
    current: Option<Command>,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip(&mut self, text: &str) -> bool {
        let is_there = self.rest().starts_with(text);
        self.at += if is_there { text.len() } else { 0 };
        is_there
    }

    fn step(&mut self, character: char) {
        match character {
            ' ' | '\t' | '\r' => self.at += 1,
            '\\' if self.skip("\\\n") || self.skip("\\\r\n") => {}
            '#' => {
                let comment = self.rest();
                self.at += comment.find('\n').unwrap_or(comment.len());
            }
            '\n' | ';' => {
                self.at += 1;
                self.end(End::Line);
            }
            '&' if self.skip("&&") => self.end(End::Condition),
            '|' if self.skip("||") => self.end(End::Condition),
            '&' if !self.rest().starts_with("&>") => {
                self.at += 1;
                self.end(End::Background);
            }
            '|' => {
                self.at += 1;
                self.end(End::Pipe);
            }
            '(' | ')' => {
                self.at += 1;
                self.script.is_plain = false;
                self.end(End::Line);
            }
            _ => self.word(),
        }
    }

    fn end(&mut self, end: End) {
        if let Some(command) = self.current.take() {
            self.script.commands.push(Command { end, ..command });
        }
    }

    fn word(&mut self) {
        let start = self.at;
        let mut word = String::new();
        while let Some(character) = self.peek().filter(|found| !self.ends_word(*found)) {
            match character {
                '\'' => self.single_quoted(&mut word),
                '"' => self.double_quoted(&mut word),
                '\\' => {
                    self.at += 1;
                    self.take(&mut word);
                }
                '$' if self.rest().starts_with("$(") => self.substitution(&mut word),
                '`' => {
                    self.script.is_plain = false;
                    self.take(&mut word);
                }
                _ => self.take(&mut word),
            }
        }
        self.push(word, start);
    }

    /// An `&` beside `>` belongs to a redirection.
    fn ends_word(&self, character: char) -> bool {
        let before = self.text.get(..self.at).unwrap_or_default();
        match character {
            ' ' | '\t' | '\r' | '\n' | ';' | '|' | '(' | ')' => true,
            '&' => !before.ends_with('>') && !self.rest().starts_with("&>"),
            _ => false,
        }
    }

    fn push(&mut self, word: String, start: usize) {
        let end = self.at;
        self.script.is_plain &= !word.contains("<<");
        let command = self.current.get_or_insert_with(|| Command { range: start..end, ..Command::default() });
        if command.words.is_empty() && KEYWORDS.contains(&word.as_str()) {
            self.script.is_plain = false;
        }
        command.words.push(word);
        command.places.push(start..end);
        command.range.end = end;
    }

    fn take(&mut self, word: &mut String) {
        if let Some(character) = self.peek() {
            word.push(character);
            self.at += character.len_utf8();
        }
    }

    fn single_quoted(&mut self, word: &mut String) {
        self.at += 1;
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest.find('\'').unwrap_or(rest.len());
        word.push_str(rest.get(..length).unwrap_or_default());
        self.at = (self.at + length + 1).min(self.text.len());
    }

    fn double_quoted(&mut self, word: &mut String) {
        self.at += 1;
        while let Some(character) = self.peek() {
            match character {
                '"' => {
                    self.at += 1;
                    return;
                }
                '\\' if self.rest().starts_with(['\\']) && self.is_escape() => {
                    self.at += 1;
                    self.take(word);
                }
                '$' if self.rest().starts_with("$(") => self.substitution(word),
                _ => self.take(word),
            }
        }
    }

    /// Inside double quotes a backslash is one before these characters only.
    fn is_escape(&self) -> bool {
        self.rest().chars().nth(1).is_some_and(|next| matches!(next, '"' | '\\' | '$' | '`' | '\n'))
    }

    /// Takes `$(…)` as it is written.
    fn substitution(&mut self, word: &mut String) {
        let mut depth = 0_u32;
        while let Some(character) = self.peek() {
            depth += u32::from(character == '(');
            self.take(word);
            if character == ')' {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let script = read(text);
        let command = |command: &Command| {
            let end = match command.end {
                End::Line => "",
                End::Condition => " &&",
                End::Pipe => " |",
                End::Background => " &",
            };
            format!("{}{end}", command.words.join("_"))
        };
        let commands: Vec<String> = script.commands.iter().map(command).collect();
        commands.join("/") + if script.is_plain { "" } else { "?" }
    }

    #[test]
    fn plain_commands_are_taken_apart() {
        for (text, want) in [
            ("", ""),
            ("cd ../bin && sh mqbroker -c /a.conf", "cd_../bin &&/sh_mqbroker_-c_/a.conf"),
            ("sh mqbroker \\\n  -c '/a b.conf'; # end", "sh_mqbroker_-c_/a b.conf"),
            ("./mqnamesrv &\ntail -f x.log", "./mqnamesrv &/tail_-f_x.log"),
            ("java -cp \"$HOME/lib/*\" X >> a.log 2>&1", "java_-cp_$HOME/lib/*_X_>>_a.log_2>&1"),
            ("java X &> a.log", "java_X_&>_a.log"),
            ("a | tee b", "a |/tee_b"),
            ("echo $(hostname -f | cut -d. -f1) b", "echo_$(hostname -f | cut -d. -f1)_b"),
            ("if [ -f a ]; then b; fi", "if_[_-f_a_]/then_b/fi?"),
            ("(a)", "a?"),
            ("cat <<EOF\nx\nEOF", "cat_<<EOF/x/EOF?"),
            ("trap 'kill 1' TERM; a", "trap_kill 1_TERM/a?"),
            ("a \"b\\\"c\" d\\ e", "a_b\"c_d e"),
            ("a 'open", "a_open"),
        ] {
            assert_eq!(shown(text), want, "{text:?}");
        }
    }

    #[test]
    fn commands_know_their_place() {
        let text = "cd /x && sh  mqbroker -c 'a' ; b";
        let places: Vec<&str> =
            read(text).commands.iter().map(|command| text.get(command.range.clone()).unwrap()).collect();
        assert_eq!(places, ["cd /x", "sh  mqbroker -c 'a'", "b"]);
    }
}
