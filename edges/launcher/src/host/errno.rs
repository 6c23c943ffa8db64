//! The failures of the machine in the numbers of WASI.

use std::io::{Error, ErrorKind};

use wasi::Errno;

/// Links that lead in a circle: the failure has no kind yet, and Windows follows links in its own way.
const LOOP: i32 = if cfg!(target_os = "linux") { 40 } else { 62 };

/// Returns the number for what went wrong; the guest has the words.
pub(super) fn of(error: &Error) -> Errno {
    match error.kind() {
        ErrorKind::NotFound => wasi::ERRNO_NOENT,
        ErrorKind::PermissionDenied => wasi::ERRNO_ACCES,
        ErrorKind::AlreadyExists => wasi::ERRNO_EXIST,
        ErrorKind::IsADirectory => wasi::ERRNO_ISDIR,
        ErrorKind::NotADirectory => wasi::ERRNO_NOTDIR,
        ErrorKind::DirectoryNotEmpty => wasi::ERRNO_NOTEMPTY,
        ErrorKind::StorageFull => wasi::ERRNO_NOSPC,
        ErrorKind::QuotaExceeded => wasi::ERRNO_DQUOT,
        ErrorKind::FileTooLarge => wasi::ERRNO_FBIG,
        ErrorKind::ReadOnlyFilesystem => wasi::ERRNO_ROFS,
        ErrorKind::InvalidFilename => wasi::ERRNO_NAMETOOLONG,
        ErrorKind::InvalidInput => wasi::ERRNO_INVAL,
        ErrorKind::BrokenPipe => wasi::ERRNO_PIPE,
        ErrorKind::Interrupted => wasi::ERRNO_INTR,
        ErrorKind::WouldBlock => wasi::ERRNO_AGAIN,
        ErrorKind::ResourceBusy => wasi::ERRNO_BUSY,
        ErrorKind::ExecutableFileBusy => wasi::ERRNO_TXTBSY,
        ErrorKind::OutOfMemory => wasi::ERRNO_NOMEM,
        _ if error.raw_os_error() == Some(LOOP) => wasi::ERRNO_LOOP,
        _ => wasi::ERRNO_IO,
    }
}
