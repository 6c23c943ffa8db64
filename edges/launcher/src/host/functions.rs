//! The functions by their names, with their numbers and pointers taken apart.

use std::ffi::OsStr;

use wasi::{Errno, Filetype};
use wasmtime::{Caller, Linker, Result};

use super::descriptors::Descriptor;
use super::files::Opening;
use super::memory::Memory;
use super::{Exit, Host};

const MODULE: &str = "wasi_snapshot_preview1";

type Call<'a> = Caller<'a, Host>;

/// Gives all of them to the guest.
pub(super) fn define(linker: &mut Linker<Host>) -> Result<()> {
    words(linker)?;
    descriptors(linker)?;
    streams(linker)?;
    paths(linker)
}

/// Does the work of a function and returns its number for the guest.
fn serve(mut call: Call<'_>, work: impl FnOnce(&mut Host, &mut Memory) -> Result<(), Errno>) -> u32 {
    let Some(memory) = call.data().memory else { return wasi::ERRNO_FAULT.raw().into() };
    let (bytes, host) = memory.data_and_store_mut(&mut call);
    let done = work(host, &mut Memory(bytes));
    done.err().unwrap_or(wasi::ERRNO_SUCCESS).raw().into()
}

fn words(linker: &mut Linker<Host>) -> Result<()> {
    linker.func_wrap(MODULE, "args_sizes_get", |call: Call, count: u32, size: u32| {
        serve(call, |host, memory| put_sizes(memory, &host.words(), count, size))
    })?;
    linker.func_wrap(MODULE, "args_get", |call: Call, list: u32, texts: u32| {
        serve(call, |host, memory| put_texts(memory, &host.words(), list, texts))
    })?;
    linker.func_wrap(MODULE, "environ_sizes_get", |call: Call, count: u32, size: u32| {
        serve(call, |host, memory| put_sizes(memory, &host.environment(), count, size))
    })?;
    linker.func_wrap(MODULE, "environ_get", |call: Call, list: u32, texts: u32| {
        serve(call, |host, memory| put_texts(memory, &host.environment(), list, texts))
    })?;
    // The same values give the same bytes: there is nothing to be drawn.
    linker.func_wrap(MODULE, "random_get", |call: Call, at: u32, length: u32| {
        serve(call, |_, memory| memory.bytes_mut(at, length).map(|bytes| bytes.fill(0)))
    })?;
    linker.func_wrap(MODULE, "proc_exit", |code: u32| -> Result<()> { Err(Exit(code).into()) })?;
    Ok(())
}

fn descriptors(linker: &mut Linker<Host>) -> Result<()> {
    linker.func_wrap(MODULE, "fd_prestat_get", |call: Call, number: u32, at: u32| {
        serve(call, |host, memory| {
            memory.put_u32(at, wasi::PREOPENTYPE_DIR.raw().into())?;
            memory.put_u32(at + 4, length(host.name(number)?.as_encoded_bytes())?)
        })
    })?;
    linker.func_wrap(MODULE, "fd_prestat_dir_name", |call: Call, number: u32, at: u32, room: u32| {
        serve(call, |host, memory| {
            let name = host.name(number)?.as_encoded_bytes();
            if length(name)? > room { Err(wasi::ERRNO_NAMETOOLONG) } else { memory.put(at, name) }
        })
    })?;
    linker.func_wrap(MODULE, "fd_fdstat_get", |call: Call, number: u32, at: u32| {
        serve(call, |host, memory| {
            let kind = host.descriptors.with(number, |descriptor| Ok(descriptor.kind()))?;
            put_descriptor(memory, at, kind)
        })
    })?;
    linker.func_wrap(MODULE, "fd_filestat_get", |call: Call, number: u32, at: u32| {
        serve(call, |host, memory| put_file(memory, at, host.descriptors.with(number, Descriptor::stat)?))
    })?;
    linker.func_wrap(MODULE, "fd_close", |call: Call, number: u32| {
        serve(call, |host, _| host.descriptors.close(number))
    })?;
    linker.func_wrap(MODULE, "fd_readdir", |call: Call, number: u32, at: u32, room: u32, from: u64, used: u32| {
        serve(call, |host, memory| {
            let entries = host.descriptors.with(number, |descriptor| entries(descriptor, from))?;
            let shown = entries.get(..entries.len().min(room as usize)).unwrap_or_default();
            memory.put(at, shown)?;
            memory.put_u32(used, length(shown)?)
        })
    })?;
    Ok(())
}

fn streams(linker: &mut Linker<Host>) -> Result<()> {
    linker.func_wrap(MODULE, "fd_read", |call: Call, number: u32, list: u32, count: u32, read: u32| {
        serve(call, |host, memory| {
            let place = memory.places(list, count)?.into_iter().find(|(_, length)| *length > 0).unwrap_or_default();
            let place = memory.bytes_mut(place.0, place.1)?;
            let done = host.descriptors.with(number, |descriptor| descriptor.read(place))?;
            memory.put_u32(read, u32::try_from(done).map_err(|_| wasi::ERRNO_OVERFLOW)?)
        })
    })?;
    linker.func_wrap(MODULE, "fd_write", |call: Call, number: u32, list: u32, count: u32, written: u32| {
        serve(call, |host, memory| {
            let places = memory.places(list, count)?;
            for (at, length) in &places {
                let bytes = memory.bytes(*at, *length)?;
                host.descriptors.with(number, |descriptor| descriptor.write(bytes))?;
            }
            memory.put_u32(written, places.iter().map(|(_, length)| length).sum())
        })
    })?;
    Ok(())
}

fn paths(linker: &mut Linker<Host>) -> Result<()> {
    linker.func_wrap(
        MODULE,
        "path_open",
        |call: Call,
         folder: u32,
         _: u32,
         path: u32,
         size: u32,
         flags: u32,
         rights: u64,
         _: u64,
         modes: u32,
         at: u32| {
            serve(call, |host, memory| {
                if modes & u32::from(wasi::FDFLAGS_APPEND) != 0 {
                    return Err(wasi::ERRNO_NOTSUP);
                }
                let descriptor = host.open(folder, memory.bytes(path, size)?, Opening { flags, rights })?;
                memory.put_u32(at, host.descriptors.add(descriptor)?)
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "path_filestat_get",
        |call: Call, folder: u32, flags: u32, path: u32, size: u32, at: u32| {
            serve(call, |host, memory| {
                let follows = flags & wasi::LOOKUPFLAGS_SYMLINK_FOLLOW != 0;
                let stat = host.stat(folder, memory.bytes(path, size)?, follows)?;
                put_file(memory, at, stat)
            })
        },
    )?;
    linker.func_wrap(MODULE, "path_create_directory", |call: Call, folder: u32, path: u32, size: u32| {
        serve(call, |host, memory| host.make_folder(folder, memory.bytes(path, size)?))
    })?;
    linker.func_wrap(MODULE, "path_remove_directory", |call: Call, folder: u32, path: u32, size: u32| {
        serve(call, |host, memory| host.remove_folder(folder, memory.bytes(path, size)?))
    })?;
    linker.func_wrap(MODULE, "path_unlink_file", |call: Call, folder: u32, path: u32, size: u32| {
        serve(call, |host, memory| host.remove_file(folder, memory.bytes(path, size)?))
    })?;
    linker.func_wrap(
        MODULE,
        "path_rename",
        |call: Call, folder: u32, path: u32, size: u32, to: u32, to_path: u32, to_size: u32| {
            serve(call, |host, memory| {
                let (from, to) = ((folder, memory.bytes(path, size)?), (to, memory.bytes(to_path, to_size)?));
                host.rename(from, to)
            })
        },
    )?;
    Ok(())
}

impl Host {
    fn words(&self) -> Vec<Vec<u8>> {
        self.call.words.iter().map(|word| ended(&[word])).collect()
    }

    fn environment(&self) -> Vec<Vec<u8>> {
        self.call.environment.iter().map(|(name, value)| ended(&[name, OsStr::new("="), value])).collect()
    }

    fn name(&self, number: u32) -> Result<&OsStr, Errno> {
        let opened = self.view.get(self.descriptors.opened(number)?).ok_or(wasi::ERRNO_BADF)?;
        Ok(&opened.name)
    }
}

/// Returns the parts as one text that ends with a zero.
fn ended(parts: &[&OsStr]) -> Vec<u8> {
    let bytes = parts.iter().flat_map(|part| part.as_encoded_bytes());
    bytes.copied().chain([0]).collect()
}

fn length(bytes: &[u8]) -> Result<u32, Errno> {
    u32::try_from(bytes.len()).map_err(|_| wasi::ERRNO_OVERFLOW)
}

fn put_sizes(memory: &mut Memory, texts: &[Vec<u8>], count: u32, size: u32) -> Result<(), Errno> {
    memory.put_u32(count, u32::try_from(texts.len()).map_err(|_| wasi::ERRNO_OVERFLOW)?)?;
    memory.put_u32(size, length(&texts.concat())?)
}

fn put_texts(memory: &mut Memory, texts: &[Vec<u8>], mut list: u32, mut at: u32) -> Result<(), Errno> {
    for text in texts {
        memory.put_u32(list, at)?;
        memory.put(at, text)?;
        list += 4;
        at += length(text)?;
    }
    Ok(())
}

/// Lays down the kind of a descriptor, and every right: what may be done is decided where it is done.
fn put_descriptor(memory: &mut Memory, at: u32, kind: Filetype) -> Result<(), Errno> {
    let is_terminal = kind == wasi::FILETYPE_CHARACTER_DEVICE;
    let rights = if is_terminal { wasi::RIGHTS_FD_READ | wasi::RIGHTS_FD_WRITE } else { Rights::MAX };
    let mut bytes = [0; 24];
    lay(&mut bytes, 0, &[kind.raw()]);
    lay(&mut bytes, 8, &rights.to_le_bytes());
    lay(&mut bytes, 16, &Rights::MAX.to_le_bytes());
    memory.put(at, &bytes)
}

type Rights = wasi::Rights;

/// Lays down the kind and the size of a file, and one link to it; times and numbers of devices are nobody's business.
fn put_file(memory: &mut Memory, at: u32, (kind, size): (Filetype, u64)) -> Result<(), Errno> {
    let mut bytes = [0; 64];
    lay(&mut bytes, 16, &[kind.raw()]);
    lay(&mut bytes, 24, &1_u64.to_le_bytes());
    lay(&mut bytes, 32, &size.to_le_bytes());
    memory.put(at, &bytes)
}

/// Returns the entries of a folder from a place on, each a head and a name.
fn entries(descriptor: &Descriptor, from: u64) -> Result<Vec<u8>, Errno> {
    let Descriptor::Folder(names) = descriptor else { return Err(wasi::ERRNO_NOTDIR) };
    let mut bytes = Vec::new();
    for ((name, kind), next) in names.iter().zip(1_u64..).filter(|(_, next)| *next > from) {
        let mut head = [0; 24];
        lay(&mut head, 0, &next.to_le_bytes());
        // The library of the guest asks again for an entry without a number.
        lay(&mut head, 8, &next.to_le_bytes());
        lay(&mut head, 16, &length(name.as_bytes())?.to_le_bytes());
        lay(&mut head, 20, &[kind.raw()]);
        bytes.extend(head);
        bytes.extend(name.as_bytes());
    }
    Ok(bytes)
}

fn lay(bytes: &mut [u8], at: usize, part: &[u8]) {
    bytes.iter_mut().skip(at).zip(part).for_each(|(place, byte)| *place = *byte);
}
