//! From words to server blocks, as CoreDNS groups them.
//!
//! CoreDNS looks at lines by comparing numbers, also of words that `import` brought from another place of the file.
//! What seems odd here is there too: the tests ask the real parser.

use std::collections::BTreeMap;

use super::import::{self, Import, ImportPlace};
use super::lexer::{self, Token};
use super::{Corefile, Directive, Fault, Key, ServerBlock, variables};
use crate::source::Span;

/// CoreDNS gives up after as many imports of snippets, to end circles.
const MOST_IMPORTS: usize = 10_000;
/// More words than any Corefile has that fits into a `ConfigMap`.
const MOST_TOKENS: usize = 500_000;

/// Reads the server blocks of a text.
pub(super) fn parse(text: &str) -> Result<Corefile, Fault> {
    let mut rest = lexer::tokens(text);
    let end = Span::new(text.len(), text.len());
    rest.reverse();
    let mut parser = Parser {
        rest,
        end,
        current: None,
        previous: None,
        snippets: BTreeMap::new(),
        expansions: 0,
        brought: 0,
        done: Corefile::default(),
        block: ServerBlock::default(),
    };
    while parser.step() {
        parser.server_block()?;
    }
    Ok(parser.done)
}

struct Parser {
    /// The words to come, the next one last.
    rest: Vec<Token>,
    /// Behind the last byte.
    end: Span,
    /// The word that is looked at; at the end of the file it stays the last one.
    current: Option<Token>,
    /// The word before it.
    previous: Option<Token>,
    snippets: BTreeMap<String, Vec<Token>>,
    expansions: usize,
    /// How many words imports brought.
    brought: usize,
    done: Corefile,
    block: ServerBlock,
}

/// How the keys of a server block ended.
enum Keys {
    Done,
    EndOfFile,
}

impl Parser {
    fn step(&mut self) -> bool {
        let Some(next) = self.rest.pop() else { return false };
        self.previous = self.current.replace(next);
        true
    }

    /// Steps to the next word if it stands on the line of this one.
    fn step_on_line(&mut self) -> bool {
        let here = self.current.as_ref().map(Token::last_line);
        here == self.rest.last().map(|next| next.line) && self.step()
    }

    /// Takes the last step back.
    fn back(&mut self) {
        self.rest.extend(self.current.take());
        self.current = self.previous.take();
    }

    fn is_new_line(&self) -> bool {
        match (&self.previous, &self.current) {
            (Some(previous), Some(current)) => previous.last_line() < current.line,
            _ => true,
        }
    }

    fn is_at(&self, word: &str) -> bool {
        self.current.as_ref().is_some_and(|token| token.text == word)
    }

    fn span(&self) -> Span {
        self.current.as_ref().map_or(self.end, |token| token.span)
    }

    fn fault<T>(&self, message: impl Into<String>, help: impl Into<String>) -> Result<T, Fault> {
        Err(Fault::new(self.span(), message, help))
    }

    fn number(&self) -> usize {
        self.done.blocks.len()
    }

    fn server_block(&mut self) -> Result<(), Fault> {
        self.block = ServerBlock::default();
        if let Keys::Done = self.keys()? {
            match self.snippet_name() {
                Some(name) => {
                    self.snippet(name)?;
                    self.block.keys.clear();
                }
                None => self.body()?,
            }
        }
        if !self.block.keys.is_empty() {
            self.done.blocks.push(std::mem::take(&mut self.block));
        }
        Ok(())
    }

    fn keys(&mut self) -> Result<Keys, Fault> {
        let mut is_more_wanted = false;
        loop {
            let Some(mut token) = self.current.clone() else { return Ok(Keys::EndOfFile) };
            variables::replace(&mut token);
            if token.text == "import" && self.is_new_line() {
                self.import(ImportPlace::Top)?;
                if self.step() {
                    continue;
                }
                return self.keys_end(is_more_wanted);
            }
            if token.text == "{" {
                if is_more_wanted {
                    return self.fault(
                        "expected another name behind the comma, found `{`",
                        "take the comma away, or write the name that is missing",
                    );
                }
                return Ok(Keys::Done);
            }
            if !token.text.is_empty() {
                is_more_wanted = token.text.ends_with(',');
                if is_more_wanted {
                    token.text.pop();
                }
                self.block.keys.push(Key::raw(token));
            }
            if !self.step() {
                return self.keys_end(is_more_wanted);
            }
            if !is_more_wanted && self.is_new_line() {
                return Ok(Keys::Done);
            }
        }
    }

    fn keys_end(&self, is_more_wanted: bool) -> Result<Keys, Fault> {
        if is_more_wanted {
            let message = "the file ends behind a comma";
            return Err(Fault::new(self.end, message, "write the name that is missing, or take the comma away"));
        }
        Ok(Keys::EndOfFile)
    }

    fn snippet_name(&self) -> Option<String> {
        let [key] = self.block.keys.as_slice() else { return None };
        let name = key.token.text.strip_prefix('(')?;
        key.token.text.ends_with(')').then(|| name.strip_suffix(')').unwrap_or(name).to_owned())
    }

    fn snippet(&mut self, name: String) -> Result<(), Fault> {
        if self.snippets.contains_key(&name) {
            return self.fault(format!("the snippet `({name})` is there twice"), "give one of them another name");
        }
        let opening = self.span();
        if !self.is_at("{") {
            let help = "begin its body on the same line: `(name) {`";
            return self.fault(format!("expected `{{` behind the snippet `({name})`"), help);
        }
        let mut depth = 1;
        let mut body: Vec<Token> = Vec::new();
        while self.step() {
            match self.current.as_ref().map(|token| token.text.as_str()) {
                Some("}") => depth -= 1,
                Some("{") => depth += 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            body.extend(self.current.clone());
        }
        if depth > 0 {
            return Err(unclosed(opening, &format!("the snippet `({name})`")));
        }
        refuse_itself(&name, &body)?;
        for token in &mut body {
            token.is_imported = true;
        }
        self.snippets.insert(name, body);
        Ok(())
    }

    fn body(&mut self) -> Result<(), Fault> {
        if !self.is_at("{") {
            // A file with a single server block needs no braces: this word is the first directive.
            self.back();
            return self.directives();
        }
        let opening = self.current.clone();
        self.block.open = opening;
        self.directives()?;
        if !self.is_at("}") {
            let opening = self.block.open.as_ref().map_or(self.end, |open| open.span);
            return Err(unclosed(opening, "the server block"));
        }
        Ok(())
    }

    fn directives(&mut self) -> Result<(), Fault> {
        while self.step() {
            if self.is_at("}") {
                self.block.close = self.current.clone();
                break;
            }
            if self.is_at("import") {
                self.import(ImportPlace::Block(self.number()))?;
                continue;
            }
            self.directive()?;
        }
        Ok(())
    }

    fn directive(&mut self) -> Result<(), Fault> {
        let Some(first) = self.current.clone() else { return Ok(()) };
        let mut directive = Directive { name: variables::without(&first.text), tokens: vec![first] };
        let mut open: Vec<Span> = Vec::new();
        while self.step() {
            if self.is_at("{") {
                open.push(self.span());
            } else if self.is_new_line() && open.is_empty() {
                self.back();
                break;
            } else if self.is_at("}") {
                if open.pop().is_none() {
                    return self.fault(
                        "there is no `{` for this `}`",
                        "put it on a line of its own if it ends the server block, or take it away",
                    );
                }
            } else if self.is_at("import") && self.is_new_line() {
                self.import(ImportPlace::Directive(self.number()))?;
                continue;
            }
            if let Some(token) = &mut self.current {
                variables::replace(token);
                directive.tokens.push(token.clone());
            }
        }
        if let Some(opening) = open.pop() {
            return Err(unclosed(opening, &format!("`{}`", directive.name)));
        }
        self.block.directives.push(directive);
        Ok(())
    }

    /// Puts in the place of `import` and its argument what it brings; the word before it is then the current one.
    fn import(&mut self, place: ImportPlace) -> Result<(), Fault> {
        let (before, import) = (self.previous.clone(), self.span());
        if !self.step_on_line() {
            return self.fault("`import` names nothing", "name a snippet or a file on the same line, or take it away");
        }
        let Some(mut pattern) = self.current.clone() else { return Ok(()) };
        variables::replace(&mut pattern);
        if pattern.text.is_empty() {
            return self.fault("`import` names nothing", "name a snippet or a file");
        }
        if self.step_on_line() {
            return self
                .fault("`import` takes one name only", "write an `import` of its own for each, on its own line");
        }
        if let Some(body) = self.snippets.get(&pattern.text) {
            self.expansions += 1;
            self.brought += body.len();
            if self.expansions > MOST_IMPORTS || self.brought > MOST_TOKENS {
                let help = "take out the `import` by which a snippet leads back to itself";
                return self.fault("the imports of snippets do not end", help);
            }
            self.rest.extend(body.iter().rev().cloned());
        } else {
            import::check(&pattern)?;
            let span = Span { start: import.start, end: pattern.span.end.max(import.start) };
            self.done.imports.push(Import { pattern: pattern.text, span, place });
        }
        self.current = before;
        Ok(())
    }
}

fn unclosed(opening: Span, what: &str) -> Fault {
    Fault::new(opening, format!("{what} is not closed"), "add the `}` that is missing")
}

/// Refuses a snippet that imports itself.
fn refuse_itself(name: &str, body: &[Token]) -> Result<(), Fault> {
    let mut before: Option<&Token> = None;
    for pair in body.windows(2) {
        let [import, argument] = pair else { continue };
        let is_first = before.is_none_or(|before| before.line != import.line);
        if import.text == "import" && is_first && variables::without(&argument.text) == name {
            let message = format!("the snippet `({name})` imports itself");
            return Err(Fault::new(import.span, message, "take the `import` out of it"));
        }
        before = Some(import);
    }
    Ok(())
}
