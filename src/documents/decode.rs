//! From bytes to text.

use crate::diagnostic::{Diagnostic, Diagnostics, code};

/// Reads the bytes of an input with this name as text.
///
/// # Diagnostics
///
/// `NOT_UTF8` with the position.
pub fn utf8(name: &str, bytes: Vec<u8>) -> Result<String, Diagnostics> {
    String::from_utf8(bytes).map_err(|error| not_utf8(name, error.as_bytes(), error.utf8_error().valid_up_to()))
}

fn not_utf8(name: &str, bytes: &[u8], at: usize) -> Diagnostics {
    let sound = String::from_utf8_lossy(bytes.get(..at).unwrap_or_default());
    let line = sound.matches('\n').count() + 1;
    let column = sound.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let message = format!("the bytes at {name}:{line}:{column} are not UTF-8");
    let help = match bytes.first() {
        Some(0xff | 0xfe) => "it looks like UTF-16: save it as UTF-8",
        _ => "save it as UTF-8",
    };
    Diagnostic::error(code::NOT_UTF8, message).help(help).into()
}
