//! How values of the user appear in messages.

/// The longest piece of a value that a message repeats, in characters.
const LIMIT: usize = 60;

/// Returns the text with control characters escaped, cut to a length that a message can hold.
pub(super) fn clip(text: &str) -> String {
    let mut shown: String = text.chars().take(LIMIT).flat_map(visible).collect();
    if text.chars().nth(LIMIT).is_some() {
        shown.push('…');
    }
    shown
}

fn visible(character: char) -> Vec<char> {
    if character.is_control() || is_direction_mark(character) {
        return character.escape_unicode().collect();
    }
    vec![character]
}

/// Characters that would turn the rest of a line around.
fn is_direction_mark(character: char) -> bool {
    matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Returns names in backticks, with commas and a final word between them: "`a`, `b` or `c`".
pub(super) fn either(names: &[impl AsRef<str>]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| quote(name.as_ref())).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// Returns a value in backticks; an empty one is shown as two quotes.
pub(super) fn quote(text: &str) -> String {
    match text {
        "" => "`\"\"`".to_owned(),
        _ => format!("`{}`", clip(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_cut_and_made_visible() {
        assert_eq!(clip("a\nb\u{202e}"), "a\\u{a}b\\u{202e}");
        assert_eq!(clip(&"字".repeat(70)).chars().count(), 61);
        assert_eq!(quote(""), "`\"\"`");
        assert_eq!(either(&["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(either(&["a"]), "`a`");
    }
}
