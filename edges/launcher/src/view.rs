//! What the guest sees of the files: the paths that the call names, each under the very words of the call.
//!
//! Each named path is opened to the guest by itself, as WASI opens folders: the guest finds `values.yaml` as the whole
//! of what is opened under that name. No path is taken apart or put together here, so none can lead elsewhere; the one
//! exception is a single name in a folder that the call fills.
//!
//! The machine resolves the path when it is used, with links and permissions, and answers as it answers any program.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use wasi::Errno;

use crate::refusal::Refusal;
use crate::words::{Named, Use};

/// Everything that is opened to the guest.
#[derive(Debug, Default)]
pub(crate) struct View(Vec<Opened>);

/// A path that the call names, and what may be done with it.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) name: OsString,
    uses: Vec<Use>,
}

/// Where a request of the guest leads.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Target<'a> {
    /// To a named path itself.
    Named(&'a Path),
    /// To a file of this name in a folder that the call fills.
    Inside(PathBuf),
}

impl View {
    /// Opens the paths that a call names.
    ///
    /// The library of the guest compares paths without the `/` or `./` at their start.
    pub(crate) fn of(named: Vec<Named>) -> Result<Self, Refusal> {
        let mut view = Self::default();
        for Named { path, used } in named.into_iter().filter(|named| !named.path.is_empty()) {
            match view.0.iter_mut().find(|opened| bare(&opened.name) == bare(&path)) {
                None => view.0.push(Opened { name: path, uses: vec![used] }),
                Some(same) if is_absolute(&same.name) == is_absolute(&path) => same.uses.push(used),
                Some(other) => return Err(alike(&other.name, &path)),
            }
        }
        Ok(view)
    }

    /// Returns how many paths are opened.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// Returns what is opened under this number, counted from 0.
    pub(crate) fn get(&self, number: usize) -> Option<&Opened> {
        self.0.get(number)
    }
}

impl Opened {
    /// Returns where a path leads that the guest has found behind this one.
    pub(crate) fn resolve(&self, rest: &[u8]) -> Result<Target<'_>, Errno> {
        match std::str::from_utf8(rest) {
            Ok("" | ".") => Ok(Target::Named(Path::new(&self.name))),
            Ok(name) if self.may(Use::Filled) && is_plain(name) => Ok(Target::Inside(Path::new(&self.name).join(name))),
            _ => Err(wasi::ERRNO_NOTCAPABLE),
        }
    }

    /// Returns true when the call uses the path so.
    pub(crate) fn may(&self, used: Use) -> bool {
        self.uses.contains(&used)
    }
}

/// Returns true for a name that leads into no other folder, on any system.
fn is_plain(name: &str) -> bool {
    !matches!(name, "" | "." | "..") && !name.contains(['/', '\\', ':', '\0'])
}

fn is_absolute(path: &OsString) -> bool {
    path.as_encoded_bytes().starts_with(b"/")
}

/// Returns a path as the guest compares it.
fn bare(path: &OsString) -> &[u8] {
    let mut bare = path.as_encoded_bytes();
    loop {
        bare = match bare {
            [b'/', rest @ ..] | [b'.', b'/', rest @ ..] => rest,
            [b'.'] => &[],
            _ => return bare,
        };
    }
}

fn alike(one: &OsString, other: &OsString) -> Refusal {
    let (one, other) = (Path::new(one).display(), Path::new(other).display());
    Refusal::new(format!(
        "the sandbox cannot tell `{one}` from `{other}`; name both from the root, or use the native `rmq`"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(named: &[(&str, Use)]) -> Result<View, Refusal> {
        View::of(named.iter().map(|(path, used)| Named { path: path.into(), used: *used }).collect())
    }

    #[test]
    fn a_named_file_is_seen_and_nothing_beside_it() {
        let view = view(&[("conf/a.yaml", Use::Read)]).unwrap();
        let file = view.get(0).unwrap();
        assert_eq!(file.resolve(b"."), Ok(Target::Named(Path::new("conf/a.yaml"))));
        for path in ["b.yaml", "..", "../a", "/etc/passwd", "./.", "a.yaml/."] {
            assert_eq!(file.resolve(path.as_bytes()), Err(wasi::ERRNO_NOTCAPABLE), "{path}");
        }
        assert!(file.may(Use::Read) && !file.may(Use::Written) && !file.may(Use::Filled));
    }

    #[test]
    fn a_filled_folder_is_flat() {
        let view = view(&[("out", Use::Filled)]).unwrap();
        let folder = view.get(0).unwrap();
        assert_eq!(folder.resolve(b"service-a.yaml"), Ok(Target::Inside(PathBuf::from("out/service-a.yaml"))));
        for path in ["..", "../a", "a/b", "/a", "a\\b", "c:", "a/..", "\u{0}", "./a"] {
            assert_eq!(folder.resolve(path.as_bytes()), Err(wasi::ERRNO_NOTCAPABLE), "{path}");
        }
        assert_eq!(folder.resolve(b"\xff"), Err(wasi::ERRNO_NOTCAPABLE));
    }

    #[test]
    fn paths_that_the_guest_cannot_tell_apart_are_one_or_refused() {
        let same = view(&[("./a", Use::Read), ("a", Use::Written)]).unwrap();
        assert!(same.get(0).unwrap().may(Use::Read) && same.get(0).unwrap().may(Use::Written) && same.get(1).is_none());
        assert!(view(&[("/a", Use::Read), ("a", Use::Read)]).unwrap_err().to_string().contains("`/a` from `a`"));
        assert!(view(&[("", Use::Read)]).unwrap().get(0).is_none());
    }
}
