//! What changed in a text, as a unified diff.

use similar::TextDiff;

/// Lines around each change.
const CONTEXT: usize = 3;

/// Returns the changes between two texts of this name; nothing when they are the same.
#[must_use]
pub fn unified(name: &str, before: &str, after: &str) -> String {
    let diff = TextDiff::from_lines(before, after);
    let name = super::one_line(name);
    let (old, new) = (format!("{name} (as it is)"), format!("{name} (merged)"));
    diff.unified_diff().context_radius(CONTEXT).header(&old, &new).to_string()
}

#[cfg(test)]
mod tests {
    use super::unified;

    #[test]
    fn a_change_is_shown_with_the_lines_around() {
        assert_eq!(unified("a", "same\n", "same\n"), "");
        let shown = unified("a", "1\n2\n3\n4\n5\n6", "1\n2\n3\n4\nx\n5\n6\n");
        let want = "--- a (as it is)\n+++ a (merged)\n@@ -2,5 +2,6 @@\n 2\n 3\n 4\n+x\n 5\n-6\n\\ No newline at end of file\n+6\n";
        assert_eq!(shown, want);
    }
}
