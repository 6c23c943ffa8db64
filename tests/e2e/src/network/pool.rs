//! Addresses for Pods.

use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU16, Ordering};

use anyhow::{Result, ensure};

/// The addresses below 10.244.1.0 belong to the fabric.
const FIRST: u16 = 0x0100;

/// Gives each address once: a message for a Pod that is gone never reaches another one.
#[derive(Debug)]
pub struct Pool(AtomicU16);

impl Pool {
    /// A pool of which nothing is taken.
    pub const fn new() -> Self {
        Self(AtomicU16::new(FIRST))
    }

    /// Takes the next address.
    pub fn take(&self) -> Result<Ipv4Addr> {
        loop {
            let next = self.0.fetch_add(1, Ordering::Relaxed);
            ensure!(next >= FIRST, "all addresses of Pods are taken: a run has 64,000");
            let [third, fourth] = next.to_be_bytes();
            // The first and the last address of a /24 are legal here, but look like mistakes.
            if fourth != 0 && fourth != 255 {
                return Ok(Ipv4Addr::new(10, 244, third, fourth));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_comes_twice_or_looks_like_a_network() {
        let pool = Pool::new();
        let taken: Vec<Ipv4Addr> = (0..255).map(|_| pool.take().unwrap()).collect();
        assert_eq!(taken[0], Ipv4Addr::new(10, 244, 1, 1));
        assert_eq!(taken[253], Ipv4Addr::new(10, 244, 1, 254));
        assert_eq!(taken[254], Ipv4Addr::new(10, 244, 2, 1));
    }
}
