//! What a build made of the cases, and where two builds differ.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};

use super::case::Case;

/// What came of one case, byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// The manifests.
    pub stdout: Vec<u8>,
    /// The findings, as JSON.
    pub stderr: Vec<u8>,
    /// The exit code, in digits.
    pub code: Vec<u8>,
}

impl Output {
    fn parts_mut(&mut self) -> [&mut Vec<u8>; 3] {
        [&mut self.stdout, &mut self.stderr, &mut self.code]
    }
}

/// What a build made of every case, by the case's id.
pub type Outputs = BTreeMap<String, Output>;

/// Reads what a build left in its folder: `ID.stdout`, `ID.stderr` and `ID.code`.
pub fn read(folder: &Path, cases: &[Case]) -> Result<Outputs> {
    cases.iter().map(|case| Ok((case.id.clone(), read_one(folder, &case.id)?))).collect()
}

fn read_one(folder: &Path, id: &str) -> Result<Output> {
    let file = |kind: &str| {
        let path = folder.join(format!("{id}.{kind}"));
        std::fs::read(&path).with_context(|| format!("no output at {}", path.display()))
    };
    Ok(Output { stdout: file("stdout")?, stderr: file("stderr")?, code: file("code")? })
}

/// Says in one line each how the cases of `got` differ from those of `want`; a case that only one of them has differs.
pub fn differences(want: &Outputs, got: &Outputs) -> Vec<String> {
    let lacking = got.keys().filter(|id| !want.contains_key(*id)).map(|id| format!("{id}: unknown case"));
    let different = want.iter().flat_map(|(id, want)| match got.get(id) {
        None => vec![format!("{id}: no output")],
        Some(got) => differences_of(id, want, got),
    });
    different.chain(lacking).collect()
}

fn differences_of(id: &str, want: &Output, got: &Output) -> Vec<String> {
    let parts = [
        ("stdout", &want.stdout, &got.stdout),
        ("stderr", &want.stderr, &got.stderr),
        ("exit code", &want.code, &got.code),
    ];
    let different = parts.into_iter().filter(|(_, want, got)| want != got);
    different.map(|(part, want, got)| format!("{id}: {part} differs: {}", place(want, got))).collect()
}

fn place(want: &[u8], got: &[u8]) -> String {
    let equal = want.iter().zip(got).take_while(|(want, got)| want == got).count();
    let shown = |bytes: &[u8]| String::from_utf8_lossy(&bytes[equal..bytes.len().min(equal + 60)]).into_owned();
    format!("byte {equal}, wanted {:?}, got {:?}", shown(want), shown(got))
}

/// Plants one difference in a copy for each part of an output; fails unless exactly that one is seen.
pub fn prove_that_differences_are_seen(outputs: &Outputs) -> Result<()> {
    let (id, output) = outputs.iter().max_by_key(|(_, output)| output.stdout.len()).context("there are no outputs")?;
    for part in 0..3 {
        let mut planted = output.clone();
        alter(planted.parts_mut()[part]);
        let seen = differences(outputs, &outputs.clone().into_iter().chain([(id.clone(), planted)]).collect());
        anyhow::ensure!(seen.len() == 1, "a planted difference in {id} was seen {} times: {seen:?}", seen.len());
    }
    Ok(())
}

/// Changes one bit in the middle, or adds a byte to nothing.
fn alter(bytes: &mut Vec<u8>) {
    let middle = bytes.len() / 2;
    match bytes.get_mut(middle) {
        Some(byte) => *byte ^= 1,
        None => bytes.push(b'x'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outputs(list: &[(&str, &str)]) -> Outputs {
        let output = |text: &str| Output { stdout: text.into(), stderr: "[]".into(), code: "0".into() };
        list.iter().map(|(id, text)| ((*id).to_owned(), output(text))).collect()
    }

    #[test]
    fn every_difference_is_named_with_its_place() {
        let want = outputs(&[("a", "same"), ("b", "kind: Job"), ("c", "")]);
        let got = outputs(&[("a", "same"), ("b", "kind: Pod"), ("d", "")]);
        assert_eq!(
            differences(&want, &got),
            ["b: stdout differs: byte 6, wanted \"Job\", got \"Pod\"", "c: no output", "d: unknown case",]
        );
        assert!(differences(&want, &want).is_empty());
    }

    #[test]
    fn planted_differences_are_seen() {
        prove_that_differences_are_seen(&outputs(&[("a", "text"), ("b", "")])).unwrap();
        prove_that_differences_are_seen(&outputs(&[("empty", "")])).unwrap();
        assert!(prove_that_differences_are_seen(&Outputs::new()).is_err());
    }
}
