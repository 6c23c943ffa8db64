//! Hashes of content, for names and annotations that must change with it.

use sha2::{Digest, Sha256};

/// Returns the first half of the SHA-256 of these bytes, in hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
