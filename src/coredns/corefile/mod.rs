//! A Corefile, read as CoreDNS reads it: server blocks, their keys and directives, each with its place.
//!
//! **Invariant:** what CoreDNS' own parser refuses is refused, and what it takes is read the same; files that are
//! imported are not seen and bring nothing, and variables of the environment are empty.

mod fault;
mod import;
mod key;
mod lexer;
mod parser;
mod variables;

pub use fault::Fault;
pub use import::{Import, ImportPlace};
pub(crate) use key::qualified;
pub use key::{Key, Zone};
pub use lexer::Token;

/// A Corefile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corefile {
    /// The server blocks, in order.
    pub blocks: Vec<ServerBlock>,
    /// The imports of files, in order.
    pub imports: Vec<Import>,
}

/// A server block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerBlock {
    /// The zones with their ports that it answers.
    pub keys: Vec<Key>,
    /// Its `{`; absent where the only server block of a file has no braces.
    pub open: Option<Token>,
    /// Its `}`; absent without a `{`, and where CoreDNS takes the brace of a directive for it.
    pub close: Option<Token>,
    /// Its directives, in order; those of imported snippets where they are imported.
    pub directives: Vec<Directive>,
}

/// A directive of a server block: the name of a plugin and what it is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// The name.
    pub name: String,
    /// Its words, the name first, braces included.
    pub tokens: Vec<Token>,
}

impl Corefile {
    /// Reads a text.
    ///
    /// # Errors
    ///
    /// The first place that stops CoreDNS.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let mut corefile = parser::parse(text)?;
        for block in &mut corefile.blocks {
            let normalised = block.keys.iter_mut().try_for_each(Key::normalise);
            normalised.map_err(|fault| block.comment().unwrap_or(fault))?;
        }
        Ok(corefile)
    }
}

impl Directive {
    /// Returns true when a plugin can have such a name.
    #[must_use]
    pub fn is_plugin(&self) -> bool {
        let is_usual = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        !self.name.is_empty() && self.name.bytes().all(is_usual)
    }
}

impl ServerBlock {
    /// Returns what is wrong with a first key that was meant as a comment.
    pub(super) fn comment(&self) -> Option<Fault> {
        let first = self.keys.first().filter(|key| key.token.text.starts_with("//"))?;
        Some(Fault::new(first.token.span, "`//` begins no comment in a Corefile", "use `#`"))
    }

    /// Returns the directives of this name.
    pub fn directives_of(&self, name: &str) -> impl Iterator<Item = &Directive> {
        self.directives.iter().filter(move |directive| directive.name == name)
    }
}
