//! Every value changed once, from the table of tests/rules: the chart hands each of them on, and its test follows.

use std::path::PathBuf;

use anyhow::{Context, Result, anyhow, ensure};

use super::helm::{Helm, Place};
use crate::process;

/// A call, and whether `rmq` itself refuses it.
struct Flip {
    args: Vec<String>,
    is_refused: bool,
}

/// Asks these Helms about every row, as many at a time as there are cores; returns how many rows there are.
pub fn run(place: &Place, helms: &[Helm]) -> Result<usize> {
    let flips = read()?;
    ensure!(flips.len() > 150, "the table has {} rows", flips.len());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let share = |first: usize| -> Result<()> {
        flips.iter().skip(first).step_by(cores).try_for_each(|flip| judge(place, helms, flip))
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|first| scope.spawn(move || share(first))).collect();
        threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| anyhow!("a judge panicked"))?)
    })?;
    Ok(flips.len())
}

fn judge(place: &Place, helms: &[Helm], flip: &Flip) -> Result<()> {
    for helm in helms {
        judge_by(place, helm, flip).with_context(|| format!("{} {}", helm.name, flip.args.join(" ")))?;
    }
    Ok(())
}

fn judge_by(place: &Place, helm: &Helm, flip: &Flip) -> Result<()> {
    if flip.is_refused || helm.rendered(super::RELEASE, &flip.args).is_err() {
        let args: Vec<&str> = flip.args.iter().map(String::as_str).collect();
        return helm.refused(&place.chart, super::RELEASE, &args, "/dev/null".as_ref()).map(drop);
    }
    super::ensure_rendered(helm, &place.chart, &flip.args)
}

/// Reads the table; tests/rules/flips.rs says how it is written.
fn read() -> Result<Vec<Flip>> {
    let root = process::project_root();
    let table = std::fs::read_to_string(root.join("tests/rules/flips.txt"))?;
    let mut flips = Vec::new();
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let mut words = line.splitn(2, ' ');
        let paths = words.next().context("a row without a path")?;
        let (base, value) = words.next().and_then(|rest| rest.trim_start().split_once(' ')).context("a short row")?;
        let value = value.trim_start();
        let (is_refused, value) = value.strip_prefix("refused ").map_or((false, value), |value| (true, value));
        let own = root.join(format!("tests/rules/bases/{base}.yaml"));
        let file: PathBuf = if own.is_file() { own } else { root.join(format!("examples/{base}.yaml")) };
        for path in expand(paths) {
            let path = path.replace("[]", "[0]").replace(".N.", ".0.");
            let set = ["-f".to_owned(), file.display().to_string(), "--set-json".to_owned(), format!("{path}={value}")];
            flips.push(Flip { args: set.to_vec(), is_refused });
        }
    }
    Ok(flips)
}

/// Writes the first `{a,b}` of a path out, and the others of the results.
fn expand(path: &str) -> Vec<String> {
    let Some((before, (words, after))) =
        path.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    else {
        return vec![path.to_owned()];
    };
    words.split(',').flat_map(|word| expand(&format!("{before}{word}{after}"))).collect()
}
