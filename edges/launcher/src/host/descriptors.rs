//! What stands behind the numbers that the guest has for streams, files and folders.

use std::fs::{self, File, Metadata};
use std::io::{self, IsTerminal as _, Read as _, Write as _};
use std::path::Path;

use wasi::{Errno, Filetype};

use super::errno;

/// The numbers below are the standard streams.
const FIRST: usize = 3;
/// No call needs as many at once.
const MOST: usize = 64;

/// What the guest has opened.
pub(super) enum Descriptor {
    Stdin,
    Stdout,
    Stderr,
    /// A path that the call names: to the guest a folder, behind which lies the path.
    Opened,
    File(File),
    Folder(Vec<(String, Filetype)>),
}

/// The table of descriptors, by number.
pub(super) struct Descriptors {
    opened: usize,
    others: Vec<Option<Descriptor>>,
}

impl Descriptors {
    /// Makes the table for so many paths that the call names.
    pub(super) fn new(opened: usize) -> Self {
        Self { opened, others: Vec::new() }
    }

    /// Returns the number in the view, if the descriptor is a path that the call names.
    pub(super) fn opened(&self, number: u32) -> Result<usize, Errno> {
        let opened = (number as usize).checked_sub(FIRST).filter(|opened| *opened < self.opened);
        opened.ok_or(wasi::ERRNO_BADF)
    }

    /// Does something with a descriptor.
    pub(super) fn with<T>(&self, number: u32, act: impl FnOnce(&Descriptor) -> Result<T, Errno>) -> Result<T, Errno> {
        match number {
            0 => act(&Descriptor::Stdin),
            1 => act(&Descriptor::Stdout),
            2 => act(&Descriptor::Stderr),
            _ => match self.opened(number) {
                Ok(_) => act(&Descriptor::Opened),
                Err(_) => act(self
                    .other(number)
                    .and_then(|place| self.others.get(place)?.as_ref())
                    .ok_or(wasi::ERRNO_BADF)?),
            },
        }
    }

    /// Adds a descriptor and returns its number.
    pub(super) fn add(&mut self, descriptor: Descriptor) -> Result<u32, Errno> {
        let free = self.others.iter().position(Option::is_none).unwrap_or(self.others.len());
        if free >= MOST {
            return Err(wasi::ERRNO_MFILE);
        }
        self.others.resize_with(self.others.len().max(free + 1), || None);
        if let Some(place) = self.others.get_mut(free) {
            *place = Some(descriptor);
        }
        u32::try_from(FIRST + self.opened + free).map_err(|_| wasi::ERRNO_MFILE)
    }

    /// Closes a file or a folder; streams and named paths stay.
    pub(super) fn close(&mut self, number: u32) -> Result<(), Errno> {
        let place = self.other(number).and_then(|place| self.others.get_mut(place)).and_then(Option::take);
        place.map(drop).ok_or(wasi::ERRNO_BADF)
    }

    fn other(&self, number: u32) -> Option<usize> {
        (number as usize).checked_sub(FIRST + self.opened)
    }
}

impl Descriptor {
    /// Reads into a place.
    pub(super) fn read(&self, place: &mut [u8]) -> Result<usize, Errno> {
        let read = match self {
            Self::Stdin => io::stdin().lock().read(place),
            Self::File(file) => (&mut &*file).read(place),
            Self::Opened | Self::Folder(_) => return Err(wasi::ERRNO_ISDIR),
            Self::Stdout | Self::Stderr => return Err(wasi::ERRNO_BADF),
        };
        read.map_err(|error| errno::of(&error))
    }

    /// Writes all of it, and lets nothing lie about.
    pub(super) fn write(&self, bytes: &[u8]) -> Result<(), Errno> {
        let written = match self {
            Self::Stdout => {
                let mut stdout = io::stdout().lock();
                stdout.write_all(bytes).and_then(|()| stdout.flush())
            }
            Self::Stderr => io::stderr().lock().write_all(bytes),
            Self::File(file) => (&mut &*file).write_all(bytes),
            Self::Opened | Self::Folder(_) => return Err(wasi::ERRNO_ISDIR),
            Self::Stdin => return Err(wasi::ERRNO_BADF),
        };
        written.map_err(|error| errno::of(&error))
    }

    /// Returns the kind; a terminal is a character device that cannot be sought in.
    pub(super) fn kind(&self) -> Filetype {
        let is_terminal = match self {
            Self::Stdin => io::stdin().is_terminal(),
            Self::Stdout => io::stdout().is_terminal(),
            Self::Stderr => io::stderr().is_terminal(),
            Self::Opened | Self::Folder(_) => return wasi::FILETYPE_DIRECTORY,
            Self::File(file) => return file.metadata().map_or(wasi::FILETYPE_UNKNOWN, |metadata| kind(&metadata)),
        };
        if is_terminal { wasi::FILETYPE_CHARACTER_DEVICE } else { wasi::FILETYPE_UNKNOWN }
    }

    /// Returns the kind and the size.
    pub(super) fn stat(&self) -> Result<(Filetype, u64), Errno> {
        match self {
            Self::File(file) => file.metadata().map(|metadata| stat(&metadata)).map_err(|error| errno::of(&error)),
            _ => Ok((self.kind(), 0)),
        }
    }
}

/// Returns the kind and the size that the guest is told.
pub(super) fn stat(metadata: &Metadata) -> (Filetype, u64) {
    (kind(metadata), metadata.len())
}

fn kind(metadata: &Metadata) -> Filetype {
    kind_of(metadata.file_type())
}

fn kind_of(kind: fs::FileType) -> Filetype {
    match kind {
        kind if kind.is_dir() => wasi::FILETYPE_DIRECTORY,
        kind if kind.is_file() => wasi::FILETYPE_REGULAR_FILE,
        kind if kind.is_symlink() => wasi::FILETYPE_SYMBOLIC_LINK,
        _ => wasi::FILETYPE_UNKNOWN,
    }
}

/// Reads the names in a folder, all at once, so that writing into it does not change the list.
pub(super) fn list(folder: &Path) -> io::Result<Vec<(String, Filetype)>> {
    let names = fs::read_dir(folder)?.filter_map(Result::ok);
    let names =
        names.filter_map(|entry| Some((entry.file_name().into_string().ok()?, kind_of(entry.file_type().ok()?))));
    Ok(names.collect())
}
