//! The user's own patches: what they say, and what they make of an object.
//!
//! A patch has up to three parts, applied in this order: a strategic merge patch as `kubectl patch` takes it, a JSON
//! merge patch (RFC 7396) and a JSON patch (RFC 6902). Each node keeps the place it was written at, so that a finding
//! about the result points at the patch.
//!
//! **Invariant:** an object that a patch cannot be applied to as a whole is not changed at all.

mod guard;
mod json;
mod merge;
mod strategic;

use crate::diagnostic::{Diagnostic, Diagnostics, Report, code};
use crate::source::Location;
use crate::yaml::Node;

/// One patch.
#[derive(Clone, Debug)]
pub struct Patch {
    /// Where it stands in the values: `patches[0]`.
    pub path: String,
    /// Its place.
    pub location: Option<Location>,
    /// The objects that it is for.
    pub target: Target,
    strategic: Option<Node>,
    merge: Option<Node>,
    json: Vec<json::Operation>,
}

/// Which objects a patch is for: those that fit all words that are given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// The kind.
    pub kind: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// The component, as `--only` takes it.
    pub component: Option<String>,
}

/// Reads the list of patches, which was checked against the table of fields before.
///
/// # Diagnostics
///
/// `INVALID_VALUE` for a patch without a target or without content, and for an operation that lacks what it needs;
/// `IGNORED_KEY` for what an operation does not use.
#[must_use]
pub fn read(list: Option<&Node>) -> Report<Vec<Patch>> {
    let mut diagnostics = Diagnostics::new();
    let items = list.and_then(Node::as_sequence).unwrap_or_default().iter().enumerate();
    let patches = items.map(|(index, item)| patch(index, item, &mut diagnostics)).collect();
    let sound = !diagnostics.has_errors();
    Report { value: Some(patches).filter(|_| sound), diagnostics }
}

fn patch(index: usize, item: &Node, diagnostics: &mut Diagnostics) -> Patch {
    let place = format!("patches[{index}]");
    let word = |name| {
        let word = item.get("target").and_then(|target| target.get(name)).and_then(Node::as_str);
        word.filter(|word| !word.is_empty()).map(str::to_owned)
    };
    let target = Target { kind: word("kind"), name: word("name"), component: word("component") };
    let given = |name| item.get(name).filter(|node| node.as_mapping().is_some_and(|mapping| !mapping.is_empty()));
    let operations = item.get("json").and_then(Node::as_sequence).unwrap_or_default().iter().enumerate();
    let json = operations.map(|(at, node)| json::read(&format!("{place}.json[{at}]"), node, diagnostics)).collect();
    let patch = Patch {
        location: item.location,
        target,
        strategic: given("strategic").cloned(),
        merge: given("merge").cloned(),
        json,
        path: place,
    };
    if patch.target == Target::default() {
        diagnostics.push(
            patch
                .error(code::INVALID_VALUE, format!("`{}` says nothing about its target", patch.path))
                .help("add `target` with at least one of `kind`, `name` and `component`"),
        );
    }
    if patch.strategic.is_none() && patch.merge.is_none() && patch.json.is_empty() {
        diagnostics.push(
            patch
                .error(code::INVALID_VALUE, format!("`{}` changes nothing", patch.path))
                .help("add `strategic`, `merge` or `json`"),
        );
    }
    patch
}

impl Patch {
    fn error(&self, code: code::Code, message: String) -> Diagnostic {
        Diagnostic::error(code, message).at(self.location).path(self.path.clone())
    }

    /// Returns the object with the patch; `subject` is what messages call it.
    ///
    /// # Diagnostics
    ///
    /// `PATCH_NOT_APPLICABLE` for what cannot be done, at its place; `PATCHED_FACT` for a field that `rmq` works out
    /// itself and relies on: a warning, and an error for the identity of the object.
    #[must_use]
    pub fn apply(&self, object: &Node, subject: &str) -> Report<Node> {
        let mut diagnostics = Diagnostics::new();
        match self.patched(object, subject) {
            Ok(patched) => {
                diagnostics.extend(guard::check(self, object, &patched, subject));
                let sound = !diagnostics.has_errors();
                Report { value: Some(patched).filter(|_| sound), diagnostics }
            }
            Err(refused) => {
                diagnostics.push(*refused);
                Report { value: None, diagnostics }
            }
        }
    }

    fn patched(&self, object: &Node, subject: &str) -> Result<Node, Box<Diagnostic>> {
        let mut patched = object.clone();
        let refused = |part: &str, error: merge::Refused| {
            let location = error.location.or(self.location);
            let path = format!("{}.{part}", self.path);
            let message = format!("`{path}` cannot be applied to {subject}: {}", error.why);
            let refused = Diagnostic::error(code::PATCH_NOT_APPLICABLE, message).at(location).path(path);
            Box::new(refused.help(error.help))
        };
        if let Some(patch) = &self.strategic {
            patched = strategic::merged(&patched, patch).map_err(|error| refused("strategic", error))?;
        }
        if let Some(patch) = &self.merge {
            patched = merge::merged(Some(&patched), patch);
        }
        for (index, operation) in self.json.iter().enumerate() {
            operation.apply(&mut patched).map_err(|error| refused(&format!("json[{index}]"), error))?;
        }
        Ok(patched)
    }
}

#[cfg(test)]
mod tests;
