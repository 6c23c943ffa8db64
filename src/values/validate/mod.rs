//! Holds the merged tree against the field table and reports everything that does not fit.

mod fragment;
mod scalar;
#[cfg(test)]
mod tests;
mod unknown;
mod wrong_type;

use super::field::{Field, Fields, Fragment, Kind, each, find};
use super::format::Format;
use super::path::{item, join};
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::source::Sources;
use crate::yaml::{Entry, Mapping, Node, Value};

/// Returns every problem of the tree, in the order of the sources; of more than a thousand, the first that were met.
///
/// # Diagnostics
///
/// `UNKNOWN_KEY`, `WRONG_TYPE`, `OUT_OF_RANGE`, `INVALID_VALUE`, and those of the typed check of Kubernetes fragments.
pub(super) fn validate(root: Fields, tree: &Node, sources: &Sources) -> Diagnostics {
    let mut check = Check { root, sources, found: Diagnostics::new(), left: FINDING_LIMIT };
    check.section(root, tree, "");
    check.found.sort();
    check.found
}

/// No reader goes on after so many findings, and a hostile file could make millions.
const FINDING_LIMIT: usize = 1000;

struct Check<'a> {
    root: Fields,
    sources: &'a Sources,
    found: Diagnostics,
    /// How many findings are still taken.
    left: usize,
}

/// A value with its field and its path.
#[derive(Clone, Copy)]
struct Spot<'a> {
    node: &'a Node,
    path: &'a str,
    is_secret: bool,
}

impl Check<'_> {
    fn report(&mut self, diagnostic: Diagnostic) {
        if self.left > 0 {
            self.left -= 1;
            self.found.push(diagnostic);
        }
    }

    fn section(&mut self, fields: Fields, node: &Node, path: &str) {
        let Value::Mapping(mapping) = &node.value else { return };
        for entry in mapping {
            match find(fields, &entry.key) {
                Some(field) => self.field(field, entry, path),
                None => self.report(unknown::diagnostic(self.root, fields, entry, path)),
            }
        }
        self.required(fields, node, mapping, path);
    }

    fn required(&mut self, fields: Fields, node: &Node, mapping: &Mapping, path: &str) {
        for field in each(fields).filter(|field| field.kind.is_required()) {
            let is_given = mapping.get(field.name).is_some_and(|entry| entry.value.value != Value::Null);
            if !is_given {
                self.report(
                    Diagnostic::error(code::INVALID_VALUE, format!("`{path}` has no `{}`", field.name))
                        .at(node.location)
                        .path(join(path, field.name))
                        .help(format!("add `{}` to this item", field.name)),
                );
            }
        }
    }

    fn field(&mut self, field: &Field, entry: &Entry, parent: &str) {
        let path = join(parent, &entry.key);
        let spot = Spot { node: &entry.value, path: &path, is_secret: field.secret };
        if spot.node.value == Value::Null || !self.has_type(field, spot) {
            return;
        }
        match &field.kind {
            Kind::Section(fields) => self.section(fields, spot.node, spot.path),
            Kind::Switch(_) | Kind::Tree | Kind::Any => {}
            Kind::Number { min, max, .. } => self.number(spot, *min, *max),
            Kind::Text { default, format } => self.text(spot, format, *default == Some("")),
            Kind::Amount { format, .. } => self.amount(spot, format),
            Kind::Choice { words, .. } => self.choice(spot, words),
            Kind::Texts(format) => self.texts(spot, format),
            Kind::TextMap { key, value } => self.entries(spot, key, |check, spot| check.map_text(spot, value)),
            Kind::Amounts { key, value, .. } => self.entries(spot, key, |check, spot| check.map_amount(spot, value)),
            Kind::Settings(key) => self.entries(spot, key, Self::setting),
            Kind::Rows(fields) => self.rows(fields, spot),
            Kind::Table { key, fields } => self.entries(spot, key, |check, spot| check.row(fields, spot)),
            Kind::Object(fragment) => self.fragment(spot, *fragment),
            Kind::Objects(fragment) => self.fragments(spot, *fragment),
        }
    }

    /// Reports a value of the wrong type; returns whether it is of the right one.
    fn has_type(&mut self, field: &Field, spot: Spot) -> bool {
        let fits = field.kind.fits(&spot.node.value);
        if !fits {
            self.wrong_type(spot, &field.kind);
        }
        fits
    }

    fn wrong_type(&mut self, spot: Spot, kind: &Kind) {
        self.report(wrong_type::diagnostic(self.sources, spot, kind));
    }

    fn entries(&mut self, spot: Spot, key: &Format, check: impl Fn(&mut Self, Spot)) {
        for entry in spot.node.as_mapping().into_iter().flatten() {
            let path = join(spot.path, &entry.key);
            self.key(key, entry, spot.path);
            if entry.value.value != Value::Null {
                let is_secret = spot.is_secret || super::secret::is_secret_name(&entry.key);
                check(self, Spot { node: &entry.value, path: &path, is_secret });
            }
        }
    }

    fn rows(&mut self, fields: Fields, spot: Spot) {
        self.items(spot, |check, spot| check.row(fields, spot));
    }

    fn row(&mut self, fields: Fields, spot: Spot) {
        match spot.node.value {
            Value::Mapping(_) => self.section(fields, spot.node, spot.path),
            _ => self.wrong_type(spot, &Kind::Section(fields)),
        }
    }

    fn texts(&mut self, spot: Spot, format: &'static Format) {
        self.items(spot, |check, spot| check.map_text(spot, format));
    }

    fn fragments(&mut self, spot: Spot, fragment: Fragment) {
        self.items(spot, |check, spot| {
            if spot.node.as_mapping().is_none() {
                check.wrong_type(spot, &Kind::Object(fragment));
            }
        });
        let items = spot.node.as_sequence().unwrap_or_default();
        if items.iter().all(|item| item.as_mapping().is_some()) {
            self.fragment(spot, fragment);
        }
    }

    fn fragment(&mut self, spot: Spot, fragment: Fragment) {
        self.found.extend(fragment::check(spot.node, fragment, spot.path));
    }

    /// Visits the items of a list; of several empty ones only the first is reported.
    fn items(&mut self, spot: Spot, check: impl Fn(&mut Self, Spot)) {
        let mut null_was_seen = false;
        for (index, node) in spot.node.as_sequence().unwrap_or_default().iter().enumerate() {
            let is_null = node.value == Value::Null;
            if is_null && null_was_seen {
                continue;
            }
            null_was_seen |= is_null;
            check(self, Spot { node, path: &item(spot.path, index), is_secret: spot.is_secret });
        }
    }
}
