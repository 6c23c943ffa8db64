//! Variables of CoreDNS' environment: `{$NAME}` and `{%NAME%}`.

use super::Token;

/// Returns a word with every variable of the environment taken as empty, as it is where none is set.
pub(super) fn without(word: &str) -> String {
    taken_out(&taken_out(word, "{%", "%}"), "{$", "}")
}

/// Takes the variables out of a word, and marks it when there were some.
pub(super) fn replace(token: &mut Token) {
    let text = without(&token.text);
    token.has_variable |= text != token.text;
    token.text = text;
}

/// No word has more of them; each costs a walk through the word.
const MOST: usize = 100;

/// A reference without a name ends the search, wherever it stands: so CoreDNS does it.
fn taken_out(word: &str, open: &str, close: &str) -> String {
    let mut word = word.to_owned();
    for _ in 0..MOST {
        let Some(rest) = word.find(open).and_then(|start| word.get(start..)) else { break };
        match rest.find(close).and_then(|end| rest.get(..end + close.len())) {
            Some(reference) if reference.len() > open.len() + close.len() => word = word.replace(reference, ""),
            _ => return word,
        }
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_found_as_coredns_finds_them() {
        for (word, want) in [
            ("{$A}:53", ":53"),
            ("a{%B%}c", "ac"),
            ("{$}{$A}", "{$}{$A}"),
            ("{%}", "{%}"),
            ("{%%}", "{%%}"),
            ("{$A", "{$A"),
            ("{{$A}$B}", ""),
            ("{$A}{$A}x", "x"),
            ("$A {", "$A {"),
        ] {
            assert_eq!(without(word), want, "{word}");
        }
    }
}
