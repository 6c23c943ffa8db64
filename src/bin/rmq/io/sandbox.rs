//! What only a program under WASI has to say: a file is there, but the host has not opened it to us.

use std::io::{Error, ErrorKind};

/// The descriptors behind the standard streams are what the host has opened to us.
const FIRST: wasi::Fd = 3;

/// Returns true when the host shows us nothing at the path, whatever lies there.
pub(super) fn is_invisible(error: &Error) -> bool {
    match error.raw_os_error() {
        Some(code) => u16::try_from(code).is_ok_and(|code| code == wasi::ERRNO_NOTCAPABLE.raw()),
        // The standard library has found nothing to start from, and says so in its own words.
        None => error.kind() != ErrorKind::InvalidInput,
    }
}

/// Returns what we do see, and who can change it.
pub(super) fn way_out() -> String {
    let seen: Vec<String> = (FIRST..).map_while(name).map(|name| format!("`{name}`")).collect();
    let seen = if seen.is_empty() { "no file".to_owned() } else { format!("only {}", seen.join(", ")) };
    format!("the sandbox sees {seen}; name the file on the command line, or use the native `rmq`")
}

/// Returns the name of what the host has opened under this descriptor, if there is such a thing.
#[expect(unsafe_code, reason = "the calls of WASI take pointers")]
fn name(descriptor: wasi::Fd) -> Option<String> {
    // SAFETY: the call takes no pointer of ours, and any number for a descriptor.
    let opened = unsafe { wasi::fd_prestat_get(descriptor) }.ok()?;
    if opened.tag != wasi::PREOPENTYPE_DIR.raw() {
        return None;
    }
    // SAFETY: there is one kind only, and this is the member of it.
    let length = unsafe { opened.u.dir }.pr_name_len;
    let mut name = vec![0; length];
    // SAFETY: the host writes at most so many bytes as the vector has.
    unsafe { wasi::fd_prestat_dir_name(descriptor, name.as_mut_ptr(), name.len()) }.ok()?;
    Some(String::from_utf8_lossy(&name).into_owned())
}
