//! Mutants of Corefiles: CoreDNS' parser and ours refuse the same ones and read the same in the others; and with the
//! lines of a cluster in them, CoreDNS' parser reads everything else as before.

mod merged;

use anyhow::{Result, ensure};

use super::answer::{self, REFUSED, UNSEEN};
use super::mutate::Random;
use crate::judges::go_oracle;
use crate::process;

/// Every run tries the same mutants.
const SEED: u64 = 6;
const COUNT: usize = 10_000;

/// What the parser may stumble over.
const JUNK: [&str; 40] = [
    "{",
    "}",
    " { ",
    " } ",
    "{\n",
    "}\n",
    "\n",
    "\r\n",
    "\r",
    " ",
    "\t",
    "#",
    " # ",
    "\"",
    "\\\"",
    "\\",
    ",",
    ", ",
    ":",
    ":53",
    ".",
    "..",
    "//",
    "import ",
    "import s\n",
    "import *.conf\n",
    "import a.conf\n",
    "(s) {\n errors\n}\n",
    "(s)",
    "{$A}",
    "{%A%}",
    "{$}",
    "\u{feff}",
    "\u{a0}",
    "中",
    "dns://",
    "tls://",
    "/24",
    "\"\"",
    "\u{85}",
];

/// Tries the mutants.
pub fn run() -> Result<()> {
    let oracle = go_oracle::build()?;
    let (_, seeds) = go_oracle::files(&process::project_root().join("tests/corefile/cases"), "corefile")?;
    let mut random = Random::new(SEED);
    let texts: Vec<String> = (0..COUNT).map(|_| mutant(&seeds, &mut random)).collect();
    let borrowed: Vec<&str> = texts.iter().map(String::as_str).collect();
    let (mut refused, mut unseen, mut wrong) = (0, 0, Vec::new());
    for (text, theirs) in texts.iter().zip(go_oracle::read_corefiles(&oracle, &borrowed)?) {
        let ours = answer::answer(text);
        refused += usize::from(theirs.as_str() == Some(REFUSED));
        unseen += usize::from(theirs.as_str() == Some(UNSEEN));
        if !answer::is_same(text, &ours, &theirs) {
            wrong.push((text, ours, theirs));
        }
    }
    println!("    {COUNT} mutants: {refused} refused by both, {unseen} depend on files, {} wrong", wrong.len());
    for (text, ours, theirs) in wrong.iter().take(5) {
        eprintln!("    {text:?}\n      ours   {ours}\n      theirs {theirs}");
    }
    ensure!(wrong.is_empty(), "{} Corefiles are read otherwise than by CoreDNS", wrong.len());
    ensure!(unseen * 20 < COUNT, "{unseen} mutants say nothing: they depend on files");
    ensure!(refused * 10 > COUNT && refused * 10 < COUNT * 9, "{refused} mutants are refused: not a mixture");
    merged::run(&oracle, &seeds, &texts)
}

/// Returns a text, or the beginning of one and the end of another, with up to four faults.
fn mutant(seeds: &[String], random: &mut Random) -> String {
    let seed = |random: &mut Random| random.one(seeds).cloned().unwrap_or_default();
    let mut text = seed(random);
    if random.below(4) == 0 {
        let other = seed(random);
        let (head, tail) = (place(&text, random), place(&other, random));
        text = text.get(..head).unwrap_or_default().to_owned() + other.get(tail..).unwrap_or_default();
    }
    for _ in 0..=random.below(4) {
        text = fault(&text, random);
    }
    text
}

/// Returns a place between two characters.
fn place(text: &str, random: &mut Random) -> usize {
    let places: Vec<usize> = text.char_indices().map(|(place, _)| place).chain([text.len()]).collect();
    random.one(&places).copied().unwrap_or_default()
}

fn fault(text: &str, random: &mut Random) -> String {
    let one = place(text, random);
    let junk = random.one(&JUNK).copied().unwrap_or_default();
    let mut text = text.to_owned();
    match random.below(10) {
        0 => return text.replace('\n', "\r\n"),
        1 => text.truncate(one),
        2 => {
            let gone: usize = text.chars().skip(random.below(text.len())).take(2).map(char::len_utf8).sum();
            if text.is_char_boundary(one + gone) {
                text.replace_range(one..one + gone, "");
            }
        }
        3 | 4 => return with_other_lines(&text, random),
        5 => return words_moved(&text, random),
        _ => text.insert_str(one, junk),
    }
    text
}

/// Takes a line away, or puts one where it was not.
fn with_other_lines(text: &str, random: &mut Random) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let (from, to) = (random.below(lines.len()), random.below(lines.len()));
    let Some(line) = lines.get(from).copied() else { return text.to_owned() };
    if random.below(2) == 0 {
        lines.remove(from);
    } else {
        lines.insert(to, line);
    }
    lines.concat()
}

/// Puts a line end in the place of a blank, or a blank in the place of a line end.
fn words_moved(text: &str, random: &mut Random) -> String {
    let (from, to) = if random.below(2) == 0 { (' ', '\n') } else { ('\n', ' ') };
    let places: Vec<usize> = text.match_indices(from).map(|(place, _)| place).collect();
    let Some(place) = random.one(&places).copied() else { return text.to_owned() };
    let mut text = text.to_owned();
    text.replace_range(place..=place, &to.to_string());
    text
}
