//! Files and folders, as far as the call names them.

use std::fs::{self, OpenOptions};
use std::path::Path;

use wasi::{Errno, Filetype};

use super::Host;
use super::descriptors::{self, Descriptor};
use super::errno;
use crate::view::{Opened, Target};
use crate::words::Use;

/// How a path is to be opened.
#[derive(Clone, Copy)]
pub(super) struct Opening {
    pub(super) flags: u32,
    pub(super) rights: u64,
}

impl Opening {
    fn has(self, flag: wasi::Oflags) -> bool {
        self.flags & u32::from(flag) != 0
    }

    fn writes(self) -> bool {
        self.rights & wasi::RIGHTS_FD_WRITE != 0 || self.has(wasi::OFLAGS_CREAT) || self.has(wasi::OFLAGS_TRUNC)
    }

    fn options(self) -> OpenOptions {
        let mut options = OpenOptions::new();
        options.read(!self.writes() || self.rights & wasi::RIGHTS_FD_READ != 0).write(self.writes());
        let (creates, is_new) = (self.has(wasi::OFLAGS_CREAT), self.has(wasi::OFLAGS_EXCL));
        options.create(creates && !is_new).create_new(creates && is_new).truncate(self.has(wasi::OFLAGS_TRUNC));
        options
    }
}

impl Host {
    /// Returns what the call says about a path of the guest, and where it leads.
    fn find(&self, folder: u32, path: &[u8]) -> Result<(&Opened, Target<'_>), Errno> {
        let opened = self.view.get(self.descriptors.opened(folder)?).ok_or(wasi::ERRNO_BADF)?;
        Ok((opened, opened.resolve(path)?))
    }

    /// Opens a file, or a folder that the call fills.
    pub(super) fn open(&self, folder: u32, path: &[u8], opening: Opening) -> Result<Descriptor, Errno> {
        let (opened, target) = self.find(folder, path)?;
        if opening.has(wasi::OFLAGS_DIRECTORY) {
            return match target {
                Target::Named(folder) if opened.may(Use::Filled) => descriptors::list(folder).map(Descriptor::Folder),
                _ => return Err(wasi::ERRNO_NOTCAPABLE),
            }
            .map_err(|error| errno::of(&error));
        }
        let file = match target {
            Target::Named(_) if !opened.may(if opening.writes() { Use::Written } else { Use::Read }) => {
                return Err(wasi::ERRNO_NOTCAPABLE);
            }
            Target::Named(path) => opening.options().open(path),
            Target::Inside(path) if is_link(&path) && !opening.has(wasi::OFLAGS_EXCL) => return Err(wasi::ERRNO_LOOP),
            Target::Inside(path) => opening.options().open(path),
        };
        file.map(Descriptor::File).map_err(|error| errno::of(&error))
    }

    /// Returns the kind and the size of what lies at a path.
    pub(super) fn stat(&self, folder: u32, path: &[u8], follows: bool) -> Result<(Filetype, u64), Errno> {
        let metadata = match self.find(folder, path)?.1 {
            Target::Named(path) if follows => fs::metadata(path),
            Target::Named(path) => fs::symlink_metadata(path),
            // A link is never followed out of the folder.
            Target::Inside(path) => fs::symlink_metadata(path),
        };
        metadata.map(|metadata| descriptors::stat(&metadata)).map_err(|error| errno::of(&error))
    }

    /// Makes the folder that the call fills, with those above it: the guest sees none of them.
    pub(super) fn make_folder(&self, folder: u32, path: &[u8]) -> Result<(), Errno> {
        match self.find(folder, path)? {
            (opened, Target::Named(path)) if opened.may(Use::Filled) => {
                if fs::symlink_metadata(path).is_ok() {
                    return Err(wasi::ERRNO_EXIST);
                }
                fs::create_dir_all(path).map_err(|error| errno::of(&error))
            }
            _ => Err(wasi::ERRNO_NOTCAPABLE),
        }
    }

    /// Removes the folder that the call fills.
    pub(super) fn remove_folder(&self, folder: u32, path: &[u8]) -> Result<(), Errno> {
        match self.find(folder, path)? {
            (opened, Target::Named(path)) if opened.may(Use::Filled) => {
                fs::remove_dir(path).map_err(|error| errno::of(&error))
            }
            _ => Err(wasi::ERRNO_NOTCAPABLE),
        }
    }

    /// Removes a file from a folder that the call fills.
    pub(super) fn remove_file(&self, folder: u32, path: &[u8]) -> Result<(), Errno> {
        match self.find(folder, path)?.1 {
            Target::Inside(path) => fs::remove_file(path).map_err(|error| errno::of(&error)),
            Target::Named(_) => Err(wasi::ERRNO_NOTCAPABLE),
        }
    }

    /// Renames a file in folders that the call fills.
    pub(super) fn rename(&self, from: (u32, &[u8]), to: (u32, &[u8])) -> Result<(), Errno> {
        match (self.find(from.0, from.1)?.1, self.find(to.0, to.1)?.1) {
            (Target::Inside(from), Target::Inside(to)) => fs::rename(from, to).map_err(|error| errno::of(&error)),
            _ => Err(wasi::ERRNO_NOTCAPABLE),
        }
    }
}

fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink())
}
