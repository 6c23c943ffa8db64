//! Words of the command line that stand for something of the library.

use rmq::clients::code::{self, Language};
use rmq::clients::hosts::Os;
use rmq::cluster::reach::Position;
use rmq::coredns::Strategy;
use rmq::coredns::distribution::Distribution;
use serde::de::{Deserialize, Deserializer, Error};

/// What a word stands for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word<T>(pub(crate) T);

/// A thing that has a word.
pub(crate) trait Named: Sized {
    /// Returns what a word stands for.
    fn parse(word: &str) -> Option<Self>;
}

impl Named for Strategy {
    fn parse(word: &str) -> Option<Self> {
        Self::parse(word)
    }
}

impl Named for Position {
    fn parse(word: &str) -> Option<Self> {
        Self::parse(word)
    }
}

impl Named for Os {
    fn parse(word: &str) -> Option<Self> {
        Self::parse(word)
    }
}

impl Named for &'static Language {
    fn parse(word: &str) -> Option<Self> {
        code::language(word)
    }
}

impl Named for &'static Distribution {
    fn parse(word: &str) -> Option<Self> {
        Distribution::parse(word)
    }
}

impl<'de, T: Named> Deserialize<'de> for Word<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        T::parse(&word).map(Self).ok_or_else(|| D::Error::custom(format!("unknown word `{}`", word.escape_debug())))
    }
}
