//! JSON patches, as RFC 6902 has them.

use super::merge::Refused;
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::source::Location;
use crate::yaml::{Entry, Node, Value};

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verb {
    Add,
    Remove,
    Replace,
    Move,
    Copy,
    Test,
}

/// One operation.
#[derive(Clone, Debug)]
pub(super) struct Operation {
    verb: Verb,
    path: Vec<String>,
    from: Vec<String>,
    value: Node,
    location: Option<Location>,
}

/// Reads an operation of the values.
pub(super) fn read(path: &str, node: &Node, diagnostics: &mut Diagnostics) -> Operation {
    let text = |name| node.get(name).and_then(Node::as_str).unwrap_or_default();
    let verb = match text("op") {
        "remove" => Verb::Remove,
        "replace" => Verb::Replace,
        "move" => Verb::Move,
        "copy" => Verb::Copy,
        "test" => Verb::Test,
        _ => Verb::Add,
    };
    let uses = |name| match name {
        "value" => matches!(verb, Verb::Add | Verb::Replace | Verb::Test),
        _ => matches!(verb, Verb::Move | Verb::Copy),
    };
    for name in ["value", "from"] {
        let entry = node.as_mapping().and_then(|mapping| mapping.get(name));
        let field = format!("{path}.{name}");
        match entry {
            None if uses(name) => diagnostics.push(
                Diagnostic::error(
                    code::INVALID_VALUE,
                    format!("`{path}` has no `{name}`, which `{}` needs", text("op")),
                )
                .at(node.location)
                .path(field)
                .help(format!("add `{name}`")),
            ),
            Some(entry) if !uses(name) => diagnostics.push(
                Diagnostic::info(code::IGNORED_KEY, format!("`{field}` is not used: `{}` has no `{name}`", text("op")))
                    .at(entry.key_location.or(node.location))
                    .path(field)
                    .help("leave it out"),
            ),
            _ => {}
        }
    }
    let value = node.get("value").cloned().unwrap_or_else(|| Node::generated(Value::Null));
    let at = |name| node.get(name).and_then(|node| node.location);
    Operation {
        verb,
        path: tokens(text("path")),
        from: tokens(text("from")),
        value,
        location: at("path").or(node.location),
    }
}

/// Returns the steps of a JSON pointer.
fn tokens(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~")).collect()
}

fn pointer(tokens: &[String]) -> String {
    tokens.iter().flat_map(|token| ["/".to_owned(), token.replace('~', "~0").replace('/', "~1")]).collect()
}

impl Operation {
    /// Makes the change.
    pub(super) fn apply(&self, object: &mut Node) -> Result<(), Refused> {
        match self.verb {
            Verb::Add => self.add(object, self.value.clone()),
            Verb::Remove => self.take(object, &self.path).map(drop),
            Verb::Replace => {
                *self.find_mut(object)? = self.value.clone();
                Ok(())
            }
            Verb::Move if self.path.starts_with(&self.from) && self.path != self.from => {
                Err(self.refused("a value cannot be moved into itself".to_owned(), "move something else"))
            }
            Verb::Move => {
                let value = self.take(object, &self.from)?;
                self.add(object, value)
            }
            Verb::Copy => {
                let value = self.find(object, &self.from)?.clone();
                self.add(object, value)
            }
            Verb::Test if self.find(object, &self.path)?.is_same(&self.value) => Ok(()),
            Verb::Test => Err(self.refused(
                format!("`{}` holds another value than `test` wants", pointer(&self.path)),
                "look at what `rmq render` prints without the patch",
            )),
        }
    }

    fn find<'a>(&self, object: &'a Node, path: &[String]) -> Result<&'a Node, Refused> {
        let mut node = object;
        for (depth, token) in path.iter().enumerate() {
            let found = match &node.value {
                Value::Mapping(mapping) => mapping.get(token).map(|entry| &entry.value),
                Value::Sequence(items) => index(token).and_then(|index| items.get(index)),
                _ => None,
            };
            node = found.ok_or_else(|| self.missing(path.get(..=depth).unwrap_or(path)))?;
        }
        Ok(node)
    }

    fn find_mut<'a>(&self, object: &'a mut Node) -> Result<&'a mut Node, Refused> {
        self.find(object, &self.path)?;
        self.walk(object, &self.path)
    }

    /// Follows a path of which the caller knows that it is there.
    fn walk<'a>(&self, object: &'a mut Node, path: &[String]) -> Result<&'a mut Node, Refused> {
        path.iter()
            .try_fold(object, |node, token| match &mut node.value {
                Value::Mapping(mapping) => mapping.get_mut(token).map(|entry| &mut entry.value),
                Value::Sequence(items) => index(token).and_then(|index| items.get_mut(index)),
                _ => None,
            })
            .ok_or_else(|| self.missing(path))
    }

    fn add(&self, object: &mut Node, value: Node) -> Result<(), Refused> {
        let Some((last, parent)) = self.path.split_last() else {
            *object = value;
            return Ok(());
        };
        self.find(object, parent)?;
        match &mut self.walk(object, parent)?.value {
            Value::Mapping(mapping) => {
                mapping.insert(Entry { key: last.clone(), key_location: self.location, value });
                Ok(())
            }
            Value::Sequence(items) => {
                let place = if last == "-" { Some(items.len()) } else { index(last) };
                let Some(place) = place.filter(|place| *place <= items.len()) else {
                    return Err(self.missing(&self.path));
                };
                items.insert(place, value);
                Ok(())
            }
            _ => Err(self.missing(&self.path)),
        }
    }

    fn take(&self, object: &mut Node, path: &[String]) -> Result<Node, Refused> {
        self.find(object, path)?;
        let Some((last, parent)) = path.split_last() else {
            return Err(self.refused("the whole object cannot be taken away".to_owned(), "name a field below it"));
        };
        let taken = match &mut self.walk(object, parent)?.value {
            Value::Mapping(mapping) => mapping.remove(last).map(|entry| entry.value),
            Value::Sequence(items) => index(last).filter(|index| *index < items.len()).map(|index| items.remove(index)),
            _ => None,
        };
        taken.ok_or_else(|| self.missing(path))
    }

    fn missing(&self, path: &[String]) -> Refused {
        self.refused(
            format!("there is no `{}`", pointer(path)),
            "look at what `rmq render` prints without the patch; `add` makes the last step of a path, not those above it",
        )
    }

    fn refused(&self, why: String, help: &'static str) -> Refused {
        Refused { location: self.location, why, help }
    }
}

/// Returns the number of an item; RFC 6901 knows no leading zeros.
fn index(token: &str) -> Option<usize> {
    let is_number = token == "0" || (!token.starts_with('0') && token.bytes().all(|byte| byte.is_ascii_digit()));
    token.parse().ok().filter(|_| is_number)
}
