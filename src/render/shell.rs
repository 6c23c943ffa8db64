//! Words of commands that a person copies into a shell.

/// Returns the word as a POSIX shell reads it back.
#[must_use]
pub fn shell_word(word: &str) -> String {
    let plain = |character: char| character.is_ascii_alphanumeric() || "/:.-_@%+=,".contains(character);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_break_out_of_their_words() {
        for (word, want) in
            [("a:1", "a:1"), ("", "''"), ("a b", "'a b'"), ("$(x)'y", r"'$(x)'\''y'"), ("a\n;", "'a\n;'")]
        {
            assert_eq!(shell_word(word), want);
        }
    }
}
