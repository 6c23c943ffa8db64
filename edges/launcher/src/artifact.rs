//! The file `rmq.cwasm`: machine code that wasmtime maps and trusts, so that it is checked before.
//!
//! Behind what wasmtime made stands a footer: for which version of `rmq` and which machine it is, how long it is, and a
//! checksum over all of it. The footer lies in the file itself, so that launcher and file can be built one by one. It
//! tells damage and mistakes; who can write the file on purpose can write this program as well, which lies beside it.

use std::fs::File;
use std::hash::Hasher as _;
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;

use twox_hash::XxHash3_64;
use wasmtime::{Engine, Module};

use crate::refusal::{Refusal, one_line};

/// The name of the file.
pub const NAME: &str = "rmq.cwasm";

/// The version of `rmq` that this program runs.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

const MAGIC: &[u8; 8] = b"rmqcwasm";
const VERSION_LENGTH: usize = 32;
const MACHINE_LENGTH: usize = 32;
/// The magic, the version, the machine, and the length and the checksum of all that stands before.
const FOOTER_LENGTH: usize = MAGIC.len() + VERSION_LENGTH + MACHINE_LENGTH + 8 + 8;
/// How many bytes are read at once: they stay in the cache of the processor until they are summed.
const CHUNK: usize = 256 << 10;

/// Returns the file for what the compiler made.
#[must_use]
pub fn seal(mut code: Vec<u8>, version: &str, machine: &str) -> Vec<u8> {
    let length = code.len() + FOOTER_LENGTH;
    code.extend(MAGIC);
    code.extend(field::<VERSION_LENGTH>(version));
    code.extend(field::<MACHINE_LENGTH>(machine));
    code.extend((length as u64).to_le_bytes());
    let mut sum = XxHash3_64::new();
    sum.write(&code);
    code.extend(sum.finish().to_le_bytes());
    code
}

/// Returns the machine for which this program is built.
#[must_use]
pub fn machine() -> String {
    format!("{}-{}", std::env::consts::ARCH, std::env::consts::OS)
}

/// Checks the file and maps it.
///
/// # Errors
///
/// It is not there, not whole, or made for another version or machine.
pub fn load(engine: &Engine, path: &Path) -> Result<Module, Refusal> {
    let mut file = open(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => refuse(path, "is missing"),
        _ => refuse(path, &format!("cannot be read: {error}")),
    })?;
    check(&mut file).map_err(|reason| refuse(path, &reason))?;
    map(engine, file).map_err(|error| refuse(path, &format!("does not fit this program: {}", one_line(&error))))
}

#[expect(unsafe_code, reason = "wasmtime cannot prove that machine code is what its compiler made")]
fn map(engine: &Engine, file: File) -> wasmtime::Result<Module> {
    // SAFETY: the checksum says that these are the bytes that our build took from the compiler of wasmtime. Who
    // installs a new version replaces the file and does not write into it, so what is mapped stays as it is.
    unsafe { Module::deserialize_open_file(engine, file) }
}

#[cfg(not(windows))]
fn open(path: &Path) -> std::io::Result<File> {
    File::open(path)
}

#[cfg(windows)]
fn open(path: &Path) -> std::io::Result<File> {
    use std::os::windows::fs::OpenOptionsExt as _;
    // Code can be mapped from a file that was opened for it: FILE_GENERIC_READ and FILE_GENERIC_EXECUTE.
    File::options().read(true).access_mode(0x0012_0089 | 0x0012_00a0).open(path)
}

fn refuse(path: &Path, reason: &str) -> Refusal {
    Refusal::new(format!("{} {reason}; install this program again, or use the native `rmq`", path.display()))
}

/// Returns what is wrong with the file.
fn check(file: &mut File) -> Result<(), String> {
    let unreadable = |error: std::io::Error| format!("cannot be read: {error}");
    let mut footer = [0; FOOTER_LENGTH];
    let length = file.seek(SeekFrom::End(0)).map_err(unreadable)?;
    let start = length.checked_sub(FOOTER_LENGTH as u64).ok_or("is not whole")?;
    file.seek(SeekFrom::Start(start)).map_err(unreadable)?;
    file.read_exact(&mut footer).map_err(unreadable)?;
    let sum = check_footer(&footer, length)?;
    file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
    if sum_of(file.take(length - 8)).map_err(unreadable)? == sum { Ok(()) } else { Err("is damaged".to_owned()) }
}

/// Returns the checksum that the file must have.
fn check_footer(footer: &[u8; FOOTER_LENGTH], length: u64) -> Result<u64, String> {
    let (magic, rest) = footer.split_at(MAGIC.len());
    let (version, rest) = rest.split_at(VERSION_LENGTH);
    let (machine, rest) = rest.split_at(MACHINE_LENGTH);
    let (stated, sum) = rest.split_at(8);
    if magic != MAGIC {
        return Err("is not whole, or no file of this program".to_owned());
    }
    if version != field::<VERSION_LENGTH>(VERSION) {
        return Err(format!("is rmq {}, and this program is rmq {VERSION}", text(version)));
    }
    if machine != field::<MACHINE_LENGTH>(&self::machine()) {
        return Err(format!("is made for {}, and this machine is {}", text(machine), self::machine()));
    }
    if stated != length.to_le_bytes() {
        return Err("is damaged: its length is not the one that it states".to_owned());
    }
    Ok(sum.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
}

fn sum_of(mut bytes: impl Read) -> std::io::Result<u64> {
    let mut sum = XxHash3_64::new();
    let mut chunk = vec![0; CHUNK];
    loop {
        match bytes.read(&mut chunk) {
            Ok(0) => return Ok(sum.finish()),
            Ok(length) => sum.write(chunk.get(..length).unwrap_or_default()),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Returns a text at its length in the footer; what is longer is cut.
fn field<const LENGTH: usize>(text: &str) -> [u8; LENGTH] {
    let mut field = [0; LENGTH];
    field.iter_mut().zip(text.bytes()).for_each(|(place, byte)| *place = byte);
    field
}

fn text(field: &[u8]) -> String {
    String::from_utf8_lossy(field).trim_end_matches('\0').chars().filter(char::is_ascii_graphic).collect()
}

#[cfg(test)]
mod tests;
