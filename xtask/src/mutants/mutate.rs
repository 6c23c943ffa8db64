//! Makes a broken or odd stream of a good one.

/// A row of numbers that is the same in every run.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns the next number below a limit.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let limit = u64::try_from(limit.max(1)).unwrap_or(u64::MAX);
        usize::try_from((mixed ^ (mixed >> 31)) % limit).unwrap_or_default()
    }

    pub(super) fn one<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.below(all.len()))
    }
}

/// What a reader may stumble over.
const JUNK: [&str; 30] = [
    "\"", "'", ":", ": ", "- ", "#", " #", "&a ", "*a", "!!str ", "|\n", ">-\n", "{", "}", "[", "]", ",", "? ", "\n",
    "\r\n", "\t", " ", "---\n", "...\n", "\u{feff}", "\u{85}", "\u{2028}", "中", "<<: *a\n", "\\",
];

/// Returns a document or two of the seeds, with up to three faults.
pub(super) fn mutant(seeds: &[String], random: &mut Random) -> String {
    let mut stream = document(seeds, random);
    if random.below(3) == 0 {
        stream = format!("{stream}---\n{}", document(seeds, random));
    }
    for _ in 0..=random.below(3) {
        stream = fault(&stream, random);
    }
    stream
}

fn document(seeds: &[String], random: &mut Random) -> String {
    let seed = random.one(seeds).map_or("", String::as_str);
    let documents: Vec<&str> = seed.split("---\n").collect();
    let text = (*random.one(&documents).unwrap_or(&"")).to_owned();
    if text.is_empty() || text.ends_with('\n') { text } else { text + "\n" }
}

fn fault(stream: &str, random: &mut Random) -> String {
    let mut lines: Vec<String> = stream.split_inclusive('\n').map(str::to_owned).collect();
    let place = random.below(lines.len());
    let junk = random.one(&JUNK).copied().unwrap_or_default();
    match random.below(8) {
        0 => return stream.replace('\n', "\r\n"),
        1 => return stream.trim_end_matches('\n').to_owned(),
        2 => drop(lines.splice(place..lines.len().min(place + 1), [])),
        3 => lines.insert(place, random.one(&lines.clone()).cloned().unwrap_or_default()),
        kind => {
            if let Some(line) = lines.get_mut(place) {
                *line = changed(line, kind, junk, random);
            }
        }
    }
    lines.concat()
}

/// Returns a line with another indentation, another quoting, or bytes more or less.
fn changed(line: &str, kind: usize, junk: &str, random: &mut Random) -> String {
    match (kind, line.trim_end().split_once(": ")) {
        (4, _) => " ".repeat(random.below(4)) + line.strip_prefix("  ").unwrap_or(line),
        (5, Some((key, value))) => {
            let forms = [
                format!("{key}: \"{value}\"\n"),
                format!("{key}: '{value}'\n"),
                format!("{key}: &a {value}\n"),
                format!("{key}: !!str {value}\n"),
                format!("{key}:   {value}   # {junk}\n"),
                format!("{key}:\n\n              {value}\n"),
                format!("{key}: >-\n              {value}\n"),
                format!("{key}: {{a: {value}}}\n"),
            ];
            random.one(&forms).cloned().unwrap_or_default()
        }
        _ => {
            let places: Vec<usize> = line.char_indices().map(|(place, _)| place).collect();
            let start = random.one(&places).copied().unwrap_or_default();
            let end = line.get(start..).and_then(|rest| rest.chars().next()).map_or(start, |c| start + c.len_utf8());
            let end = if kind == 6 { end } else { start };
            let junk = if kind == 6 && random.below(2) == 0 { "" } else { junk };
            let mut line = line.to_owned();
            line.replace_range(start..end, junk);
            line
        }
    }
}
