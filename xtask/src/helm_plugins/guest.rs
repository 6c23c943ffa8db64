//! The smallest guests of Extism: they show what Helm hands over, and what it makes of an output.

use std::fmt::Write as _;

use anyhow::Result;

const HEAD: &str = r#"(module
  (import "extism:host/env" "input_length" (func $input_length (result i64)))
  (import "extism:host/env" "input_load_u8" (func $input_load_u8 (param i64) (result i32)))
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "store_u8" (func $store_u8 (param i64 i32)))
  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
  (import "extism:host/env" "error_set" (func $error_set (param i64)))
  (memory (export "memory") 1)
  (func (export "helm_plugin_main") (result i32) (local $start i64) (local $at i64)
"#;

/// Returns a module that fails with its own input as the reason.
pub fn saying_its_input() -> Result<Vec<u8>> {
    module(
        "    (local.set $start (call $alloc (call $input_length)))
    (block $done (loop $next
      (br_if $done (i64.ge_u (local.get $at) (call $input_length)))
      (call $store_u8 (i64.add (local.get $start) (local.get $at)) (call $input_load_u8 (local.get $at)))
      (local.set $at (i64.add (local.get $at) (i64.const 1)))
      (br $next)))
    (call $error_set (local.get $start))
    (i32.const 1)",
    )
}

/// Returns a module that succeeds with this output.
pub fn putting_out(output: &str) -> Result<Vec<u8>> {
    let length = output.len();
    let mut body = format!("    (local.set $start (call $alloc (i64.const {length})))\n");
    for (at, byte) in output.bytes().enumerate() {
        let _ = writeln!(body, "    (call $store_u8 (i64.add (local.get $start) (i64.const {at})) (i32.const {byte}))");
    }
    let _ = writeln!(body, "    (call $output_set (local.get $start) (i64.const {length}))\n    (i32.const 0)");
    module(&body)
}

fn module(body: &str) -> Result<Vec<u8>> {
    Ok(wat::parse_str(format!("{HEAD}{body}))"))?)
}
