//! The border with Helm, as Extism draws it: blocks of memory that the host keeps, named by their offset.
//!
//! **Invariant:** the function returns. A panic, an exit or a code other than 0 without a message makes Helm print a
//! trace in place of the reason, or crash.

#![expect(unsafe_code, reason = "imports and an export by name are beyond what the compiler can check")]

// SAFETY: the names and types are those of Extism's kernel, which every host of version 1 offers. None of the functions
// is given an address in our memory: offsets are into memory of the host, which checks them.
#[link(wasm_import_module = "extism:host/env")]
unsafe extern "C" {
    safe fn input_length() -> u64;
    safe fn input_load_u8(offset: u64) -> u8;
    safe fn alloc(length: u64) -> u64;
    safe fn store_u8(offset: u64, byte: u8);
    safe fn output_set(offset: u64, length: u64);
    safe fn error_set(offset: u64);
}

/// What Helm calls for `helm rmq-wasm …`.
///
/// Helm reads the output and does not use it, but an output that is no JSON object is an error.
// SAFETY: no other function of the module has this name.
#[unsafe(no_mangle)]
extern "C" fn helm_plugin_main() -> i32 {
    let input: Vec<u8> = (0..input_length()).map(|offset| input_load_u8(offset)).collect();
    match crate::run(&input) {
        Ok(()) => {
            let (offset, length) = keep("{}");
            output_set(offset, length);
            0
        }
        Err(summary) => {
            error_set(keep(&summary).0);
            1
        }
    }
}

/// Copies a text into memory of the host and returns where it lies and how long it is.
fn keep(text: &str) -> (u64, u64) {
    let length = text.len() as u64;
    let start = alloc(length);
    (start..).zip(text.bytes()).for_each(|(offset, byte)| store_u8(offset, byte));
    (start, length)
}
