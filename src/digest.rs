//! Hashes of content, for names and annotations that must change with it.

use sha2::{Digest, Sha256};

/// Returns the first half of the SHA-256 of these bytes, in hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let digits = |byte: &u8| [byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16).unwrap_or('0'));
    Sha256::digest(bytes).iter().take(16).flat_map(digits).collect()
}
