//! What `rmq` reads in a Corefile, in the form in which CoreDNS' parser answers.

use rmq::coredns::corefile::{Corefile, ServerBlock, Zone};
use serde_json::{Map, Value, json};

/// The answer of a parser that takes a text for no Corefile.
pub(crate) const REFUSED: &str = "refused";
/// The answer when it depends on files.
pub(crate) const UNSEEN: &str = "unseen";

/// Returns what `rmq` answers.
pub(crate) fn answer(text: &str) -> Value {
    match Corefile::parse(text) {
        Ok(corefile) => corefile.blocks.iter().map(block).collect(),
        Err(_) => REFUSED.into(),
    }
}

/// Returns true when both read the same; where the answer depends on files, a file must be imported.
pub(crate) fn is_same(text: &str, ours: &Value, theirs: &Value) -> bool {
    if theirs.as_str() == Some(UNSEEN) {
        return Corefile::parse(text).map_or(true, |corefile| !corefile.imports.is_empty());
    }
    ours == theirs
}

fn block(block: &ServerBlock) -> Value {
    let keys: Vec<String> =
        block.keys.iter().map(|key| format!("{}://{}:{}", key.transport, zone(&key.zone), key.port)).collect();
    let mut directives = Map::new();
    for directive in &block.directives {
        let words = directive.tokens.iter().map(|token| json!([token.line, token.text]));
        let all = directives.entry(directive.name.clone()).or_insert_with(|| json!([]));
        if let Value::Array(all) = all {
            all.extend(words);
        }
    }
    json!({ "keys": keys, "directives": directives })
}

fn zone(zone: &Zone) -> &str {
    match zone {
        Zone::Domain(name) | Zone::Reverse(name) => name,
    }
}
