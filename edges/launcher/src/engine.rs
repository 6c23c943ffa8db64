//! How the guest is compiled and run: the one place that both sides take it from.
//!
//! The compiler, which only xtask has, and this program, which has none, must agree about everything that ends up in
//! machine code; wasmtime compares it when it loads the file.

use wasmtime::Config;

/// Returns the configuration with which the guest is run, and compiled.
#[must_use]
pub fn config() -> Config {
    let mut config = Config::new();
    // The time limit.
    config.epoch_interruption(true);
    // Nobody reads a trace of WebAssembly; the tables for it are an eighth of the file.
    config.generate_address_map(false);
    config.wasm_backtrace_max_frames(None);
    // Windows cannot do without.
    config.native_unwind_info(cfg!(windows));
    config
}
