//! The memory of the guest, to which its pointers lead or do not.

use wasi::Errno;

/// The bytes of the guest.
pub(super) struct Memory<'a>(pub(super) &'a mut [u8]);

/// A list of places in the memory, as the guest lays it down.
const PLACE: u32 = 8;

impl Memory<'_> {
    /// Returns so many bytes.
    pub(super) fn bytes(&self, at: u32, length: u32) -> Result<&[u8], Errno> {
        let (at, length) = (at as usize, length as usize);
        self.0.get(at..).and_then(|rest| rest.get(..length)).ok_or(wasi::ERRNO_FAULT)
    }

    /// Returns so many bytes to be written.
    pub(super) fn bytes_mut(&mut self, at: u32, length: u32) -> Result<&mut [u8], Errno> {
        let (at, length) = (at as usize, length as usize);
        self.0.get_mut(at..).and_then(|rest| rest.get_mut(..length)).ok_or(wasi::ERRNO_FAULT)
    }

    /// Writes bytes.
    pub(super) fn put(&mut self, at: u32, bytes: &[u8]) -> Result<(), Errno> {
        let length = u32::try_from(bytes.len()).map_err(|_| wasi::ERRNO_FAULT)?;
        self.bytes_mut(at, length)?.copy_from_slice(bytes);
        Ok(())
    }

    /// Writes a length or a number.
    pub(super) fn put_u32(&mut self, at: u32, number: u32) -> Result<(), Errno> {
        self.put(at, &number.to_le_bytes())
    }

    /// Reads the places to read from or to write to: pairs of a pointer and a length.
    pub(super) fn places(&self, at: u32, count: u32) -> Result<Vec<(u32, u32)>, Errno> {
        let list = self.bytes(at, count.checked_mul(PLACE).ok_or(wasi::ERRNO_INVAL)?)?;
        let (places, _) = list.as_chunks::<{ PLACE as usize }>();
        let pair = |[a, b, c, d, e, f, g, h]: &[u8; 8]| {
            (u32::from_le_bytes([*a, *b, *c, *d]), u32::from_le_bytes([*e, *f, *g, *h]))
        };
        Ok(places.iter().map(pair).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_pointer_leads_out_of_the_memory() {
        let mut bytes = vec![7; 16];
        let mut memory = Memory(&mut bytes);
        for (at, length) in [(0, 17), (16, 1), (17, 0), (u32::MAX, 1), (1, u32::MAX), (u32::MAX, u32::MAX)] {
            assert_eq!(memory.bytes(at, length).err(), Some(wasi::ERRNO_FAULT), "{at} {length}");
            assert_eq!(memory.bytes_mut(at, length).err(), Some(wasi::ERRNO_FAULT), "{at} {length}");
        }
        assert_eq!(memory.put_u32(13, 0), Err(wasi::ERRNO_FAULT));
        assert_eq!(memory.places(0, 3), Err(wasi::ERRNO_FAULT));
        assert_eq!(memory.places(0, u32::MAX), Err(wasi::ERRNO_INVAL));
        assert_eq!(memory.bytes(16, 0), Ok(&[][..]));
        assert_eq!(memory.put_u32(12, 1), Ok(()));
        assert_eq!(memory.places(8, 1), Ok(vec![(0x0707_0707, 1)]));
    }
}
