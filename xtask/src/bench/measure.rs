//! CPU of whole processes, by getrusage, in turns, so that a busy moment of the machine falls on all of them alike.

use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeVal;

/// A program to be measured.
pub struct Subject {
    /// Its name in the table.
    pub name: String,
    /// How many objects it prints.
    pub objects: usize,
    /// Makes the call.
    pub call: Box<dyn Fn() -> Command>,
}

/// The CPU that the spawns of one subject took, in order of size.
#[derive(Clone, Debug)]
pub struct Samples(Vec<Duration>);

impl Samples {
    fn new(mut list: Vec<Duration>) -> Self {
        list.sort();
        Self(list)
    }

    /// Returns the sample at this part of the way from the least to the most: 0.5 is the median.
    pub fn quantile(&self, part: f64) -> Duration {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a small index"
        )]
        let index = ((self.0.len().saturating_sub(1)) as f64 * part).round() as usize;
        self.0.get(index).copied().unwrap_or_default()
    }

    /// Returns the median.
    pub fn median(&self) -> Duration {
        self.quantile(0.5)
    }
}

/// Runs each subject so many times, one after another in turns, and returns the samples in the order of the subjects.
pub fn in_turns(subjects: &[Subject], spawns: usize) -> Result<Vec<Samples>> {
    const WARM_UP: usize = 3;
    let mut samples = vec![Vec::new(); subjects.len()];
    for round in 0..spawns + WARM_UP {
        for (subject, samples) in subjects.iter().zip(&mut samples) {
            let cpu = cpu_of(&mut (subject.call)()).with_context(|| subject.name.clone())?;
            if round >= WARM_UP {
                samples.push(cpu);
            }
        }
        if round % 25 == 0 {
            eprintln!("    round {round} of {}", spawns + WARM_UP);
        }
    }
    Ok(samples.into_iter().map(Samples::new).collect())
}

/// Runs a program and returns the user and system time that it and its children took.
pub fn cpu_of(command: &mut Command) -> Result<Duration> {
    let before = cpu_of_children()?;
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    let after = cpu_of_children()?;
    ensure!(status.success(), "failed: {status}");
    Ok(after.saturating_sub(before))
}

fn cpu_of_children() -> Result<Duration> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    Ok(duration(usage.user_time()) + duration(usage.system_time()))
}

fn duration(time: TimeVal) -> Duration {
    let micros = time.tv_sec() * 1_000_000 + time.tv_usec();
    Duration::from_micros(micros.unsigned_abs())
}

/// The word by which this program calls itself: the kernel tells the peak of all children together, so that each
/// measurement takes a process of its own.
pub const MEMORY: &str = "--peak-memory";

/// Returns the peak of the memory of a program, in bytes.
pub fn peak_memory(command: &Command) -> Result<u64> {
    let mut measuring = Command::new(std::env::current_exe()?);
    measuring.args(["bench", MEMORY]).arg(command.get_program()).args(command.get_args());
    let printed = String::from_utf8(crate::process::output(&mut measuring)?)?;
    Ok(printed.trim().parse()?)
}

/// Runs a program and prints the peak of its memory, in bytes.
pub fn print_peak_memory(words: &[String]) -> Result<()> {
    let (program, args) = words.split_first().context("no program")?;
    cpu_of(Command::new(program).args(args))?;
    let kilobytes = getrusage(UsageWho::RUSAGE_CHILDREN)?.max_rss();
    println!("{}", kilobytes.unsigned_abs() * 1024);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_samples() {
        let samples = Samples::new([5, 1, 4, 2, 3].map(Duration::from_millis).to_vec());
        let millis = [0.0, 0.5, 0.9, 1.0].map(|part| samples.quantile(part).as_millis());
        assert_eq!(millis, [1, 3, 5, 5]);
    }

    #[test]
    fn work_costs_more_than_none() {
        let loops = |count: u32| {
            move || {
                let mut shell = Command::new("sh");
                shell.args(["-c", &format!("i=0; while [ $i -lt {count} ]; do i=$((i+1)); done")]);
                shell
            }
        };
        let subject = |count: u32| Subject { name: count.to_string(), objects: 0, call: Box::new(loops(count)) };
        let samples = in_turns(&[subject(1), subject(100_000)], 3).unwrap();
        assert!(samples[1].median() > samples[0].median() * 2, "{samples:?}");
    }
}
