//! The table of types: the kinds of objects that stand beside RocketMQ, and all that they lead to.
//!
//! A line `=apps/v1 Deployment apps/v1.Deployment` gives a kind its type; a line without a blank begins a type; a line
//! ` replicas int32` gives it a field. A shape is a scalar's word, the name of a type, `any`, or one of these behind `[]`
//! for a list or `{}` for a map.

use std::collections::BTreeMap;
use std::sync::LazyLock;

static TABLE: LazyLock<Table> = LazyLock::new(|| read(include_str!("types.txt")));

/// The name of a field and its shape.
pub(super) type Field = (&'static str, &'static str);

#[derive(Debug, Default)]
struct Table {
    kinds: BTreeMap<(&'static str, &'static str), &'static str>,
    types: BTreeMap<&'static str, Vec<Field>>,
}

/// Returns the shape of the objects of a kind, if it is known.
pub(super) fn of_kind(api_version: &str, kind: &str) -> Option<&'static str> {
    TABLE.kinds.get(&(api_version, kind)).copied()
}

/// Returns the fields of a type.
pub(super) fn fields(name: &str) -> Option<&'static [Field]> {
    TABLE.types.get(name).map(Vec::as_slice)
}

fn read(text: &'static str) -> Table {
    let mut table = Table::default();
    let mut name = "";
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some(field) = line.strip_prefix(' ') {
            table.types.entry(name).or_default().extend(field.split_once(' '));
        } else if let Some(known) = line.strip_prefix('=') {
            let identity = known.rsplit_once(' ').and_then(|(kind, shape)| Some((kind.split_once(' ')?, shape)));
            table.kinds.extend(identity);
        } else {
            name = line;
            table.types.entry(name).or_default();
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typed::finding::Wanted;

    #[test]
    fn every_shape_is_a_scalar_or_a_type_of_the_table() {
        let fields = TABLE.types.values().flatten().map(|(_, shape)| *shape);
        let shapes: Vec<_> = fields.chain(TABLE.kinds.values().copied()).collect();
        assert!(shapes.len() > 1_000);
        for shape in shapes {
            let inner = shape.trim_start_matches(['[', ']', '{', '}']);
            let is_known = inner == "any" || Wanted::named(inner).is_some() || TABLE.types.contains_key(inner);
            assert!(is_known, "{shape}");
        }
    }
}
