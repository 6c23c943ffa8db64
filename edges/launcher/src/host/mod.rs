//! The functions of WASI preview 1 that the guest is given: those that `rmq` uses, and no more.
//!
//! There is no clock, no socket and no process among them. A guest that wants another function is not started.

mod descriptors;
mod errno;
mod files;
mod functions;
mod memory;

use std::fmt;

use wasmtime::{Engine, Linker, Module, Store, Trap};

use crate::Call;
use crate::limits::{self, Limits, OutOfMemory};
use crate::refusal::{Refusal, one_line};
use crate::view::View;
use crate::words;
use descriptors::Descriptors;

/// What the functions work on.
struct Host {
    call: Call,
    view: View,
    descriptors: Descriptors,
    limits: Limits,
    memory: Option<wasmtime::Memory>,
}

/// The guest ends with this code.
#[derive(Debug)]
struct Exit(u32);

impl fmt::Display for Exit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "exit code {}", self.0)
    }
}

impl std::error::Error for Exit {}

/// Runs the guest and returns its exit code.
///
/// # Errors
///
/// It does not start, breaks a limit, or breaks down.
pub fn run(engine: &Engine, module: &Module, call: &Call, limits: Limits) -> Result<u8, Refusal> {
    let view = View::of(words::named(call))?;
    let descriptors = Descriptors::new(view.count());
    let host = Host { call: call.clone(), view, descriptors, limits, memory: None };
    let mut store = Store::new(engine, host);
    store.limiter(|host| &mut host.limits);
    store.set_epoch_deadline(1);
    let mut linker = Linker::new(engine);
    functions::define(&mut linker).map_err(|error| Refusal::of_engine(&error))?;
    let instance = linker.instantiate(&mut store, module).map_err(|error| Refusal::of_engine(&error))?;
    store.data_mut().memory = instance.get_memory(&mut store, "memory");
    let start = instance.get_typed_func::<(), ()>(&mut store, "_start").map_err(|error| Refusal::of_engine(&error))?;
    limits::watch(engine, limits.seconds);
    match start.call(&mut store, ()) {
        Ok(()) => Ok(0),
        Err(error) => end(&error, limits),
    }
}

/// Returns the exit code, if that is how the guest has ended.
fn end(error: &wasmtime::Error, limits: Limits) -> Result<u8, Refusal> {
    if let Some(Exit(code)) = error.downcast_ref() {
        return Ok(u8::try_from(*code).unwrap_or(Refusal::EXIT_CODE));
    }
    let message = match error.downcast_ref() {
        _ if error.is::<OutOfMemory>() => {
            format!("the work needs more than {} MiB, which is all that the sandbox gives", limits.memory >> 20)
        }
        Some(Trap::Interrupt) => format!(
            "the work takes more than {} s of the processor, which is all that the sandbox gives",
            limits.seconds
        ),
        Some(Trap::StackOverflow) => "the input is nested deeper than the sandbox allows".to_owned(),
        _ => format!("the program has broken down, which is a fault of it: {}", one_line(error)),
    };
    Err(Refusal::new(format!("{message}; use the native `rmq`")))
}
