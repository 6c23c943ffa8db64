//! The `hosts` directive, read as its plugin reads it.

use std::net::IpAddr;

use crate::coredns::corefile::{Directive, Token};
use crate::source::Span;

/// What the plugin is told.
#[derive(Debug, Default)]
pub(super) struct Hosts<'a> {
    /// The file that it reads beside the lines; without one it is /etc/hosts of the Pod.
    pub(super) file: Option<&'a Token>,
    /// The zones that it answers; without any those of the server block.
    pub(super) zones: Vec<&'a Token>,
    /// Its `{` and `}`.
    pub(super) braces: Option<(&'a Token, &'a Token)>,
    /// What is inside, line by line.
    pub(super) entries: Vec<Entry<'a>>,
}

/// A line inside of the braces.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) first: &'a Token,
    rest: Vec<&'a Token>,
}

/// What the plugin does not read as it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Oddity {
    /// A brace stands on a line with other words.
    Brace,
    /// A line stands behind `fallthrough`, where the plugin takes none.
    LineTooLate,
    /// Words follow the closing brace.
    Behind,
}

const OPTIONS: [&str; 5] = ["ttl", "no_reverse", "reload", "fallthrough", "fallthrough_unsupported"];

impl<'a> Hosts<'a> {
    /// Reads a directive.
    ///
    /// # Errors
    ///
    /// The place of what is read otherwise than it looks.
    pub(super) fn read(directive: &'a Directive) -> Result<Self, (Span, Oddity)> {
        let mut words = directive.tokens.iter();
        let Some(mut last) = words.next() else { return Ok(Self::default()) };
        let mut hosts = Self::default();
        let mut words = words.peekable();
        while let Some(word) = words.next_if(|word| word.text != "{" && word.line == last.line) {
            match hosts.file {
                None => hosts.file = Some(word),
                Some(_) => hosts.zones.push(word),
            }
            last = word;
        }
        let Some(open) = words.next() else { return Ok(hosts) };
        if open.text != "{" || open.line != last.line {
            return Err((open.span, Oddity::Brace));
        }
        let mut close = open;
        for word in words {
            match word.text.as_str() {
                _ if close.text == "}" => return Err((word.span, Oddity::Behind)),
                "{" => return Err((word.span, Oddity::Brace)),
                "}" if word.line == hosts.last_line().unwrap_or(0) => return Err((word.span, Oddity::Brace)),
                "}" => close = word,
                _ => hosts.take(word),
            }
        }
        hosts.braces = Some((open, close));
        hosts.check()?;
        Ok(hosts)
    }

    fn last_line(&self) -> Option<usize> {
        self.entries.last().map(|entry| entry.rest.last().map_or(entry.first.line, |word| word.line))
    }

    fn take(&mut self, word: &'a Token) {
        match self.entries.last_mut() {
            Some(entry) if entry.first.line == word.line => entry.rest.push(word),
            _ => self.entries.push(Entry { first: word, rest: Vec::new() }),
        }
    }

    fn check(&self) -> Result<(), (Span, Oddity)> {
        let options = self.entries.iter().skip_while(|entry| entry.first.text != "fallthrough");
        match options.into_iter().find(|entry| !entry.is_option()) {
            Some(late) => Err((late.first.span, Oddity::LineTooLate)),
            None => Ok(()),
        }
    }

    /// Returns true when there is this option.
    pub(super) fn has(&self, option: &str) -> bool {
        self.entries.iter().any(|entry| entry.first.text == option)
    }

    /// Returns the lines that the plugin drops, as they do not begin with an address.
    pub(super) fn dropped(&self) -> impl Iterator<Item = &Token> {
        let lines = self.entries.iter().filter(|entry| !entry.is_option() && entry.address().is_none());
        lines.map(|entry| entry.first).filter(|first| !first.has_variable)
    }

    /// Returns each name with the address on its line, and where it stands.
    pub(super) fn names(&self) -> impl Iterator<Item = (String, IpAddr, Span)> {
        self.entries.iter().filter(|entry| !entry.is_option()).flat_map(Entry::names)
    }
}

impl Entry<'_> {
    pub(super) fn is_option(&self) -> bool {
        OPTIONS.contains(&self.first.text.as_str())
    }

    /// Returns the words of the line; one in quotes may be several.
    fn words(&self) -> impl Iterator<Item = (&str, Span)> {
        let tokens = std::iter::once(self.first).chain(self.rest.iter().copied());
        tokens.flat_map(|token| token.text.split_whitespace().map(|word| (word, token.span)))
    }

    fn address(&self) -> Option<IpAddr> {
        self.words().next().and_then(|(word, _)| word.split('%').next()?.parse().ok())
    }

    /// Returns the names of the line; none when it does not begin with an address, for then the plugin drops it.
    fn names(&self) -> Vec<(String, IpAddr, Span)> {
        let Some(address) = self.address() else { return Vec::new() };
        self.words().skip(1).map(|(word, span)| (super::qualified(word), address, span)).collect()
    }
}
