//! The only place that touches the machine: environment, standard streams and files.
//!
//! It works under WASI as well: no processes, no signals, no terminal beyond asking whether there is one.

mod directory;
#[cfg(target_os = "wasi")]
mod sandbox;

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufWriter, ErrorKind, IsTerminal, Read, Write};
use std::path::Path;

use rmq::diagnostic::{Diagnostic, Diagnostics, code};
use rmq::documents;
use rmq::values::Language;

pub(crate) use directory::{write_directory, write_new};

/// The largest input that is read: far above any values, far below what fills a machine.
const LIMIT: u64 = 8 << 20;
const LONGEST_ANSWER: u64 = 4096;
/// The largest stream: manifests of more than any cluster holds, and every stage takes a few times its size.
const STREAM_LIMIT: u64 = 64 << 20;
/// How many bytes are written at once: a usual cluster as a whole.
const CHUNK: usize = 64 << 10;

/// What is told to someone whose files the program cannot see, because its host shows it none.
#[derive(Clone, Copy)]
pub(crate) struct Sealed {
    /// Why there is no file.
    pub(crate) reason: &'static str,
    /// How text gets in.
    pub(crate) read: &'static str,
    /// How text gets out.
    pub(crate) write: &'static str,
    /// All of it, for the help.
    pub(crate) note: &'static str,
}

/// The variable that names the file of the report.
pub(crate) const REPORT: &str = "RMQ_REPORT";

/// Every variable of the environment that is read; a sandbox hands over no others.
pub(crate) const VARIABLES: [&str; 8] =
    ["CLICOLOR_FORCE", "HELM_NAMESPACE", "HELM_PLUGIN_NAME", "LANG", "LC_ALL", "LC_MESSAGES", "NO_COLOR", REPORT];

/// Returns a variable of the environment that is set to something.
pub(crate) fn variable(name: &str) -> Option<OsString> {
    debug_assert!(VARIABLES.contains(&name), "{name} is not among the variables that are read");
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// Returns the language of the user: Chinese when the environment says so, else English.
pub(crate) fn language() -> Language {
    match ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(variable) {
        Some(language) if language.to_string_lossy().starts_with("zh") => Language::Chinese,
        _ => Language::English,
    }
}

/// Returns true when someone can read stderr as it is written.
pub(crate) fn stderr_is_terminal() -> bool {
    io::stderr().is_terminal()
}

/// Returns true when questions can be asked: on stderr, and answered on stdin.
pub(crate) fn is_interactive() -> bool {
    io::stdin().is_terminal() && stderr_is_terminal()
}

/// Reads a text file.
pub(crate) fn read_file(path: &Path) -> Result<String, Diagnostics> {
    let name = path.display().to_string();
    read(&name, open(path, &name)?)
}

/// Reads a file that holds a stream of manifests.
pub(crate) fn read_file_bytes(path: &Path) -> Result<Vec<u8>, Diagnostics> {
    let name = path.display().to_string();
    read_bytes(&name, open(path, &name)?, STREAM_LIMIT, "give fewer documents at a time")
}

fn open(path: &Path, name: &str) -> Result<File, Diagnostics> {
    let file = File::open(path).map_err(|error| unreadable(name, &error))?;
    if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        return Err(refuse(format!("cannot read `{name}`: it is a folder"), "name a file in it"));
    }
    Ok(file)
}

/// Reads stdin to its end, unless that would wait for someone to type.
pub(crate) fn read_stdin() -> Result<String, Diagnostics> {
    if io::stdin().is_terminal() {
        return Err(refuse(
            "`-` reads stdin, and stdin is a terminal".to_owned(),
            "pipe the values in, or leave `-f -` out to take every default",
        ));
    }
    read("<stdin>", io::stdin().lock())
}

/// Reads a stream of manifests from stdin, unless that would wait for someone to type.
pub(crate) fn read_stdin_bytes() -> Result<Vec<u8>, Diagnostics> {
    if io::stdin().is_terminal() {
        let help = "pipe manifests in, such as `helm template mq ./chart | rmq post-render`, or name a file";
        return Err(refuse("stdin is a terminal, but a stream of manifests is expected".to_owned(), help));
    }
    read_bytes("<stdin>", io::stdin().lock(), STREAM_LIMIT, "give fewer documents at a time")
}

/// Reads one line that a person types; nothing at the end of the input.
pub(crate) fn read_answer() -> Result<Option<String>, Diagnostics> {
    let mut line = Vec::new();
    let read = io::stdin().lock().take(LONGEST_ANSWER).read_until(b'\n', &mut line);
    read.map_err(|error| unreadable("<stdin>", &error))?;
    Ok((!line.is_empty()).then(|| String::from_utf8_lossy(&line).trim().to_owned()))
}

/// Writes to stdout; a reader that has gone away has read enough.
pub(crate) fn write_stdout(text: &str) -> Result<(), Diagnostics> {
    write_stdout_in_pieces([text])
}

/// Writes one text after another to stdout; a reader that has gone away has read enough.
pub(crate) fn write_stdout_in_pieces<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<(), Diagnostics> {
    write_all(texts.into_iter().map(str::as_bytes))
}

/// Writes bytes to stdout that need not be text; a reader that has gone away has read enough.
pub(crate) fn write_stdout_bytes(bytes: &[u8]) -> Result<(), Diagnostics> {
    write_all([bytes])
}

fn write_all<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Result<(), Diagnostics> {
    let mut stdout = BufWriter::with_capacity(CHUNK, io::stdout().lock());
    let written = pieces.into_iter().try_for_each(|piece| stdout.write_all(piece));
    match written.and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(unwritable("<stdout>", &error)),
        _ => Ok(()),
    }
}

/// Writes to stderr; when that fails there is nobody left to tell.
pub(crate) fn write_stderr(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Writes a file that must not be there yet.
pub(crate) fn write_new_file(path: &Path, text: &str) -> Result<(), Diagnostics> {
    let name = path.display().to_string();
    match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(mut file) => file.write_all(text.as_bytes()).map_err(|error| unwritable(&name, &error)),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            Err(refuse(format!("`{name}` is already there"), "give another name, or `--force` to overwrite it"))
        }
        Err(error) => Err(unwritable(&name, &error)),
    }
}

/// Writes a file, in place of one that is there.
pub(crate) fn overwrite_file(path: &Path, text: &str) -> Result<(), Diagnostics> {
    let written = File::create(path).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| unwritable(&path.display().to_string(), &error))
}

/// Reads no more than the limit and one byte, whatever the input is: a pipe and a device have no size to look at.
fn read_bytes(name: &str, input: impl Read, limit: u64, help: &str) -> Result<Vec<u8>, Diagnostics> {
    let mut bytes = Vec::new();
    input.take(limit + 1).read_to_end(&mut bytes).map_err(|error| unreadable(name, &error))?;
    if bytes.len() as u64 > limit {
        let message = format!("`{name}` is larger than {} MiB", limit >> 20);
        return Err(Diagnostic::error(code::INPUT_TOO_LARGE, message).help(help).into());
    }
    Ok(bytes)
}

fn read(name: &str, input: impl Read) -> Result<String, Diagnostics> {
    let bytes = read_bytes(name, input, LIMIT, "check that it is the file that you mean")?;
    documents::utf8(name, bytes)
}

fn unreadable(name: &str, error: &io::Error) -> Diagnostics {
    if let Some(sealed) = sealed(name) {
        return refuse(format!("cannot read `{name}`: {}", sealed.reason), sealed.read);
    }
    refuse(format!("cannot read `{name}`: {}", reason(error)), &way_out(name, error))
}

fn unwritable(name: &str, error: &io::Error) -> Diagnostics {
    if let Some(sealed) = sealed(name) {
        return refuse(format!("cannot write `{name}`: {}", sealed.reason), sealed.write);
    }
    refuse(format!("cannot write `{name}`: {}", reason(error)), &way_out(name, error))
}

/// The standard streams are there wherever the program runs.
fn sealed(name: &str) -> Option<Sealed> {
    crate::SEALED.filter(|_| !name.starts_with("<std"))
}

fn refuse(message: String, help: &str) -> Diagnostics {
    Diagnostic::error(code::UNREADABLE_FILE, message).help(help).into()
}

/// The number of the failure that has no kind yet; Windows follows links in its own way.
const LOOP: i32 = match () {
    () if cfg!(target_os = "linux") => 40,
    () if cfg!(target_os = "wasi") => 32,
    () => 62,
};

/// Returns the same words for the same failure on every system.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        #[cfg(target_os = "wasi")]
        _ if sandbox::is_invisible(error) => "it is not visible to the sandbox".to_owned(),
        ErrorKind::NotFound => "there is no such file".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::IsADirectory => "it is a folder".to_owned(),
        ErrorKind::NotADirectory => "a part of the path is a file, not a folder".to_owned(),
        ErrorKind::AlreadyExists => "a file is in its place".to_owned(),
        ErrorKind::StorageFull => "the disk is full".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "nothing can be written there: the file system is read-only".to_owned(),
        ErrorKind::InvalidFilename => "the name is too long".to_owned(),
        _ if error.raw_os_error() == Some(LOOP) => "it is one of links that lead in a circle".to_owned(),
        _ => error.to_string(),
    }
}

fn way_out(name: &str, error: &io::Error) -> String {
    #[cfg(target_os = "wasi")]
    if sandbox::is_invisible(error) {
        return sandbox::way_out();
    }
    let way_out = match error.kind() {
        _ if name.starts_with("https://") || name.starts_with("http://") => {
            "`rmq` does not fetch: pipe it in, `curl -fsS URL | rmq render -f -`"
        }
        ErrorKind::PermissionDenied => "check the permissions of the file and of the folders above it",
        ErrorKind::StorageFull => "free some space",
        _ => "check the path",
    };
    way_out.to_owned()
}
