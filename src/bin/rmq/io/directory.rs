//! A folder of manifests: all of them are written, or none.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use rmq::diagnostic::Diagnostics;
use rmq::output::files::ManifestFile;
use rmq::output::manifest::MARK;

use super::{read_file, refuse, unwritable};

/// Writes the files into a folder, which is made if need be, and returns the names of older manifests beside them.
///
/// Every file is first written under another name; a failure removes what this call has written.
/// A file that `rmq` did not write is never replaced.
pub(crate) fn write_directory(folder: &Path, files: &[ManifestFile]) -> Result<Vec<String>, Diagnostics> {
    write_unless(folder, files, |file| refuse_foreign(&folder.join(&file.name))).map(|()| stale(folder, files))
}

/// Writes the files into a folder, which is made if need be: all of them, or none.
///
/// A file with another content is never replaced: somebody may have gone on from it.
pub(crate) fn write_new(folder: &Path, files: &[ManifestFile]) -> Result<(), Diagnostics> {
    write_unless(folder, files, |file| refuse_changed(&folder.join(&file.name), &file.text))
}

fn write_unless(
    folder: &Path,
    files: &[ManifestFile],
    refuse: impl FnMut(&ManifestFile) -> Result<(), Diagnostics>,
) -> Result<(), Diagnostics> {
    let is_new = !folder.exists();
    fs::create_dir_all(folder).map_err(|error| unwritable(&folder.display().to_string(), &error))?;
    let written = files.iter().try_for_each(refuse).and_then(|()| {
        let mut undo = Undo(Vec::new());
        write_aside(folder, files, &mut undo)?;
        move_into_place(folder, files, &mut undo)?;
        undo.0.clear();
        Ok(())
    });
    if written.is_err() && is_new {
        let _ = fs::remove_dir(folder);
    }
    written
}

/// Files that are removed when it is dropped.
struct Undo(Vec<PathBuf>);

impl Drop for Undo {
    fn drop(&mut self) {
        for path in &self.0 {
            let _ = fs::remove_file(path);
        }
    }
}

fn write_aside(folder: &Path, files: &[ManifestFile], undo: &mut Undo) -> Result<(), Diagnostics> {
    for file in files {
        let path = aside(folder, file);
        undo.0.push(path.clone());
        create(&path, &file.text).map_err(|error| unwritable(&path.display().to_string(), &error))?;
    }
    Ok(())
}

fn move_into_place(folder: &Path, files: &[ManifestFile], undo: &mut Undo) -> Result<(), Diagnostics> {
    for file in files {
        let path = folder.join(&file.name);
        fs::rename(aside(folder, file), &path).map_err(|error| unwritable(&path.display().to_string(), &error))?;
        undo.0.push(path);
    }
    Ok(())
}

fn aside(folder: &Path, file: &ManifestFile) -> PathBuf {
    folder.join(format!(".{}.rmq-part", file.name))
}

/// Makes a new file, in place of what a call that was killed left behind; a link is removed and not followed.
fn create(path: &Path, text: &str) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
}

fn refuse_foreign(path: &Path) -> Result<(), Diagnostics> {
    if fs::symlink_metadata(path).is_err() || is_ours(path) {
        return Ok(());
    }
    let message = format!("`{}` is already there, and `rmq` did not write it", path.display());
    Err(refuse(message, "move it away, or give another folder"))
}

fn refuse_changed(path: &Path, text: &str) -> Result<(), Diagnostics> {
    if fs::symlink_metadata(path).is_err() || read_file(path).is_ok_and(|there| there == text) {
        return Ok(());
    }
    let message = format!("`{}` is already there, and differs", path.display());
    Err(refuse(message, "move it away, or give another folder"))
}

fn is_ours(path: &Path) -> bool {
    let mut start = String::new();
    let file = File::open(path).map(|file| file.take(MARK.len() as u64));
    file.and_then(|mut file| file.read_to_string(&mut start)).is_ok() && start == MARK
}

/// Returns the manifests of `rmq` in the folder that this call did not write: `kubectl apply -f DIR` takes them as well.
fn stale(folder: &Path, files: &[ManifestFile]) -> Vec<String> {
    let written: BTreeSet<&str> = files.iter().map(|file| file.name.as_str()).collect();
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let others = names.filter(|name| {
        Path::new(name).extension().is_some_and(|extension| extension == "yaml") && !written.contains(name.as_str())
    });
    let mut stale: Vec<String> = others.filter(|name| is_ours(&folder.join(name))).collect();
    stale.sort_unstable();
    stale
}
