//! `--show-values`: the merged values with defaults, and where each came from.

use super::{Loaded, complete, document, fields, load::Input, secret};
use crate::source::{Location, Sources, Span};
use crate::yaml::{Mapping, Node, Value, write};

/// Returns the values as YAML; behind each stands a comment with its source: a file with its line and column, the
/// option that it was given with, or `default`. Secrets are masked.
#[must_use]
pub fn show(loaded: &Loaded, sources: &Sources) -> String {
    let mut tree = complete::section(fields::ROOT, Some(&loaded.tree));
    secret::mask(fields::ROOT, &mut tree);
    let mut printer = Printer { sources, out: String::new() };
    printer.node(&tree, 0);
    printer.out
}

/// Returns the places of all secrets in the inputs, whether the inputs are right or not.
///
/// What prints a source window masks them. A file that cannot be read gives none; of an expression that cannot be read,
/// all that might be a value is one.
#[must_use]
pub fn secret_locations(sources: &Sources, inputs: &[Input]) -> Vec<Location> {
    inputs.iter().flat_map(|input| secrets_of(sources, input)).collect()
}

fn secrets_of(sources: &Sources, input: &Input) -> Vec<Location> {
    let Some(source) = sources.get(input.source()) else { return Vec::new() };
    let mut tree = match input.reading() {
        None => document::read_input(input, &source.text).value.map(|read| read.values),
        Some(reading) => {
            let mut tree = Mapping::new();
            let is_read = super::set::apply(&mut tree, &source.text, input.source(), &reading).is_ok();
            is_read.then(|| Node::generated(tree))
        }
    };
    match &mut tree {
        Some(tree) => secret::mask(fields::ROOT, tree),
        None if input.reading().is_none() => Vec::new(),
        None => vec![values_of(input, &source.text)],
    }
}

/// All that stands behind the first `=` of an expression that cannot be read.
fn values_of(input: &Input, text: &str) -> Location {
    let start = text.find('=').map_or(text.len(), |equals| equals + 1);
    Location { source: input.source(), span: Span::new(start, text.len()) }
}

struct Printer<'a> {
    sources: &'a Sources,
    out: String,
}

impl Printer<'_> {
    fn node(&mut self, node: &Node, indent: usize) {
        match &node.value {
            Value::Mapping(mapping) => self.mapping(mapping, indent),
            Value::Sequence(items) => self.items(items, indent),
            _ => {}
        }
    }

    fn mapping(&mut self, mapping: &Mapping, indent: usize) {
        for (number, entry) in mapping.iter().enumerate() {
            if number > 0 {
                self.indent(indent);
            }
            self.out.push_str(&write::scalar(&entry.key));
            self.out.push(':');
            if is_leaf(&entry.value) {
                self.out.push(' ');
                self.leaf(&entry.value);
            } else {
                let is_list = entry.value.as_sequence().is_some();
                let below = if is_list { indent } else { indent + 2 };
                self.out.push('\n');
                self.first_indent(&entry.value, below);
                self.node(&entry.value, below);
            }
        }
    }

    /// A mapping indents every key but its first: that one may stand behind a `- `.
    fn first_indent(&mut self, node: &Node, indent: usize) {
        if node.as_mapping().is_some() {
            self.indent(indent);
        }
    }

    fn items(&mut self, items: &[Node], indent: usize) {
        for item in items {
            self.indent(indent);
            let is_list = item.as_sequence().is_some_and(|items| !items.is_empty());
            self.out.push_str(if is_list { "-\n" } else { "- " });
            if is_leaf(item) {
                self.leaf(item);
            } else {
                self.node(item, indent + 2);
            }
        }
    }

    fn leaf(&mut self, node: &Node) {
        let value = match &node.value {
            Value::String(text) if text.contains('\n') => write::quoted(text),
            _ => write::block(node, 0),
        };
        self.out.push_str(&value);
        self.out.push_str("  # ");
        let origin = self.origin(node.location);
        self.out.push_str(&origin);
        self.out.push('\n');
    }

    fn origin(&self, location: Option<Location>) -> String {
        let found = location.and_then(|at| Some((self.sources.get(at.source)?, at)));
        let Some((source, at)) = found else { return "default".to_owned() };
        let name = super::shown::clip(&source.name);
        if source.name.starts_with("--") {
            return name;
        }
        let position = source.position(at.span.start);
        format!("{name}:{}:{}", position.line, position.column)
    }

    fn indent(&mut self, indent: usize) {
        self.out.extend(std::iter::repeat_n(' ', indent));
    }
}

fn is_leaf(node: &Node) -> bool {
    match &node.value {
        Value::Mapping(mapping) => mapping.is_empty(),
        Value::Sequence(items) => items.is_empty(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::load;

    #[test]
    fn values_are_shown_with_their_sources() {
        let mut sources = Sources::new();
        let text = "broker:\n  groups: 2\n  extraEnv:\n  - name: A\n    value: marker\nnodes:\n- name: a\n";
        let file = sources.add("values.yaml", text);
        let set = sources.add("--set[0]", "nodes[0].address=10.0.0.1,broker.config.accessKey=marker");
        let inputs = [Input::File(file), Input::Set(set)];
        let shown = show(&load(&sources, &inputs).value.expect("values"), &sources);
        for line in [
            "mode: dledger  # default\n",
            "  groups: 2  # values.yaml:2:11\n",
            "nodes:\n- name: a  # values.yaml:7:9\n  address: \"10.0.0.1\"  # --set[0]\n",
            "  extraEnv:\n  - name: A  # values.yaml:4:11\n    value: \"********\"  # values.yaml:5:12\n",
            "    accessKey: \"********\"  # --set[0]\n",
            "  configUnchecked: {}  # default\n",
            "      memory: 3Gi  # default\n",
        ] {
            assert!(shown.contains(line), "{line}\n{shown}");
        }
        assert!(!shown.contains("marker"), "{shown}");
        let secrets: Vec<_> = secret_locations(&sources, &inputs).iter().map(|at| sources.slice(*at)).collect();
        assert_eq!(secrets, [Some("marker"), Some("marker")]);
    }

    #[test]
    fn what_is_shown_loads_again_as_it_was() {
        let mut sources = Sources::new();
        let terms = "[{matchExpressions: [{key: a, operator: In, values: [x, \"1\"]}]}]";
        let affinity = format!(
            "{{nodeAffinity: {{requiredDuringSchedulingIgnoredDuringExecution: {{nodeSelectorTerms: {terms}}}}}}}"
        );
        let annotations = "{a: \"1\", b: \"two\\nlines\"}";
        let file = sources.add("values.yaml", format!("broker: {{affinity: {affinity}, annotations: {annotations}}}"));
        let first = load(&sources, &[Input::File(file)]).value.expect("values");
        let again = sources.add("shown.yaml", show(&first, &sources));
        let second = load(&sources, &[Input::File(again)]).value.expect("values");
        assert_eq!(first.values, second.values);
    }
}
