//! How much memory and time a call may take.

use std::fmt;
use std::time::Duration;

use cpu_time::ProcessTime;
use wasmtime::{Engine, ResourceLimiter};

/// The limits of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most memory of the guest, in bytes.
    pub memory: usize,
    /// The longest that this process may compute, in seconds of the processor.
    pub seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { memory: 1 << 30, seconds: 60 }
    }
}

/// The guest wanted more memory than it may have.
#[derive(Debug)]
pub(crate) struct OutOfMemory;

impl fmt::Display for OutOfMemory {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("out of memory")
    }
}

impl std::error::Error for OutOfMemory {}

impl ResourceLimiter for Limits {
    fn memory_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        if desired > self.memory { Err(OutOfMemory.into()) } else { Ok(true) }
    }

    fn memory_grow_failed(&mut self, _: wasmtime::Error) -> wasmtime::Result<()> {
        Err(OutOfMemory.into())
    }

    fn table_growing(&mut self, _: usize, _: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        Ok(true)
    }
}

/// How often the time is looked at.
const TICK: Duration = Duration::from_secs(1);

/// Stops the guest when this process has computed for so long.
///
/// It is the time of the processor that counts, not that of the clock: a person takes long to answer, a pager is full,
/// the process before it in the pipe is slow, or others keep the processor busy.
pub(crate) fn watch(engine: &Engine, seconds: u64) {
    let (engine, limit) = (engine.clone(), Duration::from_secs(seconds));
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(TICK);
            if ProcessTime::try_now().is_ok_and(|now| now.as_duration() >= limit) {
                return engine.increment_epoch();
            }
        }
    });
}
