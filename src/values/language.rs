//! The languages in which `rmq` explains itself.

use super::field::Field;

/// A language of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Simplified Chinese.
    Chinese,
}

impl Language {
    /// Returns what a field is for.
    #[must_use]
    pub fn doc(self, field: &Field) -> &'static str {
        self.pick(field.doc, field.doc_zh)
    }

    /// Returns the first text in English and the second in Chinese.
    #[must_use]
    pub fn pick<'a>(self, english: &'a str, chinese: &'a str) -> &'a str {
        match self {
            Self::English => english,
            Self::Chinese => chinese,
        }
    }
}
