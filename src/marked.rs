//! A stretch of whole lines of somebody's text that belongs to one cluster: what `rmq` wrote, it finds again.
//!
//! **Invariant:** outside of the markers no byte changes; taking away what was put in gives the text as it was.

use std::ops::Range;

use crate::cluster::Release;

/// The two lines around the stretch of one cluster, both comments by `#`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Markers {
    begin: String,
    end: String,
}

/// What is to become of the lines of a cluster in somebody's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Update {
    /// They are added, or brought up to date.
    Put,
    /// They are removed.
    TakeOut,
}

/// Where the stretch of a cluster stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Nowhere.
    Nowhere,
    /// The bytes from the start of the first marker's line to behind the line end of the last one's.
    At(Range<usize>),
    /// The marker at these bytes has no partner, or stands twice: somebody edited it.
    Broken(Range<usize>),
}

impl Markers {
    /// Returns the markers of a cluster.
    #[must_use]
    pub fn of(release: &Release) -> Self {
        let id = format!("rmq {}/{}", release.namespace, release.name);
        Self { begin: format!("# BEGIN {id}"), end: format!("# END {id}") }
    }

    /// Returns the first line.
    #[must_use]
    pub fn begin(&self) -> &str {
        &self.begin
    }

    /// Returns the last line.
    #[must_use]
    pub fn end(&self) -> &str {
        &self.end
    }

    /// Returns lines between the markers, each with this indentation and line end.
    #[must_use]
    pub fn around(&self, lines: &[String], indent: &str, line_end: &str) -> String {
        let all = [&self.begin].into_iter().chain(lines).chain([&self.end]);
        all.flat_map(|line| [if line.is_empty() { "" } else { indent }, line, line_end]).collect()
    }

    /// Returns the text with these lines between the markers: in place of those that are there, else at the end.
    ///
    /// # Errors
    ///
    /// The bytes of a marker that somebody has moved, doubled or left alone.
    pub fn put(&self, text: &str, lines: &[String]) -> Result<String, Range<usize>> {
        let line_end = line_end(text);
        let ours = self.around(lines, "", line_end);
        let (before, after) = match self.find(text) {
            Found::Broken(marker) => return Err(marker),
            Found::At(range) => halves(text, &range),
            Found::Nowhere => (text, ""),
        };
        let is_open = !before.is_empty() && !before.ends_with('\n');
        // A text without a line end at its end stays one, so that the lines can be taken out again.
        let keeps_open = is_open || (after.is_empty() && !text.is_empty() && !text.ends_with('\n'));
        let ours = if keeps_open { ours.trim_end_matches(['\r', '\n']) } else { &ours };
        Ok([before, if is_open { line_end } else { "" }, ours, after].concat())
    }

    /// Returns the text without the lines between the markers, and without these: what it was before [`Self::put`].
    ///
    /// # Errors
    ///
    /// The bytes of a marker that somebody has moved, doubled or left alone.
    pub fn take_out(&self, text: &str) -> Result<String, Range<usize>> {
        let (before, after) = match self.find(text) {
            Found::Broken(marker) => return Err(marker),
            Found::At(range) => halves(text, &range),
            Found::Nowhere => (text, ""),
        };
        let was_open = after.is_empty() && !text.ends_with('\n');
        let before = if was_open { without_line_end(before) } else { before };
        Ok([before, after].concat())
    }

    /// Finds the stretch of the cluster in a text.
    #[must_use]
    pub fn find(&self, text: &str) -> Found {
        let mut open: Option<Range<usize>> = None;
        let mut whole: Option<Range<usize>> = None;
        for (line, range) in lines(text) {
            let line = line.trim_start_matches('\u{feff}').trim();
            let is_begin = line == self.begin;
            if !is_begin && line != self.end {
                continue;
            }
            match (is_begin, open.take()) {
                (true, None) if whole.is_none() => open = Some(range),
                (false, Some(begin)) => whole = Some(begin.start..range.end),
                _ => return Found::Broken(range),
            }
        }
        match (open, whole) {
            (Some(begin), _) => Found::Broken(begin),
            (None, Some(whole)) => Found::At(whole),
            (None, None) => Found::Nowhere,
        }
    }
}

/// Returns what stands before and behind some bytes.
fn halves<'a>(text: &'a str, range: &Range<usize>) -> (&'a str, &'a str) {
    (text.get(..range.start).unwrap_or_default(), text.get(range.end..).unwrap_or_default())
}

fn without_line_end(text: &str) -> &str {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.strip_suffix('\r').unwrap_or(text)
}

/// Returns each line with the bytes that it takes, line end included.
pub fn lines(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let range = start..start + line.len();
        start = range.end;
        (line, range)
    })
}

/// Returns the line end of a text: that of its first line.
#[must_use]
pub fn line_end(text: &str) -> &'static str {
    match text.split_once('\n') {
        Some((first, _)) if first.ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn markers() -> Markers {
        Markers::of(&Release { name: "demo".to_owned(), namespace: "mq".to_owned() })
    }

    #[test]
    fn what_was_put_in_is_found_again() {
        for line_end in ["\n", "\r\n"] {
            let ours = markers().around(&["10.0.0.1 a".to_owned(), String::new()], "    ", line_end);
            let text = format!("before{line_end}{ours}after{line_end}");
            let start = "before".len() + line_end.len();
            assert_eq!(markers().find(&text), Found::At(start..start + ours.len()), "{text}");
        }
    }

    #[test]
    fn what_was_put_in_is_taken_out_again() {
        let first = ["10.0.0.1 a".to_owned()];
        let second = ["10.0.0.2 a".to_owned(), "10.0.0.3 b".to_owned()];
        for text in ["", "\n", "x", "x\n", "x\n\n", "x\r\n", "x\r\ny", "\u{feff}x\n", "x\ny"] {
            let once = markers().put(text, &first).unwrap();
            assert_ne!(once, text);
            assert_eq!(markers().put(&once, &first).unwrap(), once, "{text:?}");
            let updated = markers().put(&once, &second).unwrap();
            assert!(updated.contains("10.0.0.3 b") && !updated.contains("10.0.0.1"), "{updated:?}");
            for put in [once, updated] {
                assert_eq!(markers().take_out(&put).unwrap(), text, "{put:?}");
            }
            assert_eq!(markers().take_out(text).unwrap(), text);
        }
    }

    #[test]
    fn a_byte_order_mark_before_the_first_marker_is_no_part_of_it() {
        let text = format!("\u{feff}{}", markers().around(&[], "", "\n"));
        assert_eq!(markers().find(&text), Found::At(0..text.len()));
    }

    #[test]
    fn lines_of_another_cluster_are_not_ours() {
        let other = Markers::of(&Release { name: "demo".to_owned(), namespace: "mq2".to_owned() });
        assert_eq!(markers().find(&other.around(&[], "", "\n")), Found::Nowhere);
    }

    #[test]
    fn markers_without_a_partner_are_broken() {
        for text in [
            "# BEGIN rmq mq/demo\n",
            "# END rmq mq/demo\n",
            "# BEGIN rmq mq/demo\n# BEGIN rmq mq/demo\n# END rmq mq/demo\n",
            "# BEGIN rmq mq/demo\n# END rmq mq/demo\n# BEGIN rmq mq/demo\n# END rmq mq/demo\n",
            "# END rmq mq/demo\n# BEGIN rmq mq/demo\n",
        ] {
            assert!(matches!(markers().find(text), Found::Broken(_)), "{text}");
        }
    }
}
