//! What `rmq` prints: manifests, findings, file names and image lists as text.
//!
//! The last stage of every command: pure functions from results to text; an edge decides where the text goes.
//!
//! **Invariant:** no control character of the input reaches a terminal through a finding, and no line that may hold a
//! secret is shown in a window.

pub mod addresses;
pub mod concise;
#[cfg(feature = "cli")]
pub mod diff;
pub mod files;
pub mod images;
pub mod json;
pub mod manifest;
#[cfg(feature = "cli")]
mod mask;
pub mod reach;
pub mod report;
pub mod results;
#[cfg(feature = "cli")]
pub mod text;
#[cfg(feature = "cli")]
mod window;

/// Returns the text on one line, with control and direction characters replaced by a visible mark.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\n' | '\t' => ' ',
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            control if control.is_control() => '\u{fffd}',
            other => other,
        })
        .collect()
}
