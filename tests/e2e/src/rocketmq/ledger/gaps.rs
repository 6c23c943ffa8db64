//! How long nothing was acknowledged.

use std::time::Duration;

/// Something that was done to the cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What.
    pub name: String,
    /// When, in milliseconds since 1970.
    pub at: u64,
}

/// A time without an acknowledgement, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gap {
    /// The acknowledgement before it.
    pub begin: u64,
    /// The acknowledgement behind it, or the end of sending.
    pub end: u64,
}

impl Gap {
    /// Returns how long it is.
    pub fn length(&self) -> Duration {
        Duration::from_millis(self.end.saturating_sub(self.begin))
    }
}

/// Returns the longest gap of a run of sending.
///
/// The time before the first acknowledgement is none: clients start in it. The time behind the last one is: a producer
/// that is stopped before it can send again has met an outage that lasts.
pub fn longest(acknowledged: &[u64], started: u64, stopped: u64) -> Gap {
    stretches(acknowledged, started, stopped).into_iter().max_by_key(Gap::length).unwrap_or_default()
}

/// Returns the longest gap that each fault made.
///
/// A gap belongs to every fault that falls into it, and to the last fault before it when none does.
pub fn gaps(acknowledged: &[u64], started: u64, stopped: u64, faults: &[Fault]) -> Vec<Gap> {
    let mut longest = vec![Gap::default(); faults.len()];
    for gap in stretches(acknowledged, started, stopped) {
        let falls_into = |fault: &Fault| (gap.begin..gap.end).contains(&fault.at);
        let latest = faults.iter().filter(|fault| fault.at <= gap.begin).map(|fault| fault.at).max();
        let is_free = !faults.iter().any(falls_into);
        for (fault, longest) in faults.iter().zip(&mut longest) {
            let belongs = falls_into(fault) || (is_free && Some(fault.at) == latest);
            if belongs && gap.length() > longest.length() {
                *longest = gap;
            }
        }
    }
    longest
}

/// Returns the times between one acknowledgement and the next, up to the end.
fn stretches(acknowledged: &[u64], started: u64, stopped: u64) -> Vec<Gap> {
    let mut edges = acknowledged.to_vec();
    edges.retain(|at| (started..=stopped).contains(at));
    edges.sort_unstable();
    if edges.is_empty() {
        edges.push(started);
    }
    edges.push(stopped);
    edges.iter().zip(edges.iter().skip(1)).map(|(begin, end)| Gap { begin: *begin, end: *end }).collect()
}
