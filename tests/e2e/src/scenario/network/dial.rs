//! Connections from one place to another, and what comes of them.

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use anyhow::{Result, bail};

use crate::network::Host;

/// How long an answer may take on a machine under load.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// How long nothing must come where nothing may come. What comes at all comes within a millisecond.
pub const QUIET: Duration = Duration::from_millis(300);

/// What comes of dialling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Who answered, and from which address it was dialled as it sees it: `net-a 10.244.1.2`.
    Said(String),
    Refused,
    /// Nothing came back in time.
    Silence,
    /// The kernel knows no way there.
    NoRoute,
}

/// Returns the answer of a host to one that has this address for it.
pub fn said(host: &Host, to: Ipv4Addr) -> Answer {
    Answer::Said(format!("{} {to}", host.name()))
}

/// Runs something in the network of a host, or in the fabric.
pub fn at<T: Send>(place: Option<&Host>, work: impl FnOnce() -> T + Send) -> Result<T> {
    match place {
        Some(host) => host.inside(work),
        None => Ok(work()),
    }
}

/// Dials from a host, or from the fabric, and waits so long for each step.
pub fn dial(from: Option<&Host>, (address, port): (Ipv4Addr, u16), limit: Duration) -> Result<Answer> {
    let said = at(from, || -> std::io::Result<String> {
        let mut said = String::new();
        connect((address, port), limit)?.read_to_string(&mut said)?;
        Ok(said)
    })?;
    match said {
        Ok(said) => Ok(Answer::Said(said)),
        Err(error) => match error.kind() {
            ErrorKind::ConnectionRefused => Ok(Answer::Refused),
            ErrorKind::TimedOut | ErrorKind::WouldBlock => Ok(Answer::Silence),
            ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable => Ok(Answer::NoRoute),
            _ => bail!("dialling {address}:{port}: {error}"),
        },
    }
}

fn connect(target: (Ipv4Addr, u16), limit: Duration) -> std::io::Result<TcpStream> {
    let stream = TcpStream::connect_timeout(&SocketAddr::from(target), limit)?;
    stream.set_read_timeout(Some(limit))?;
    Ok(stream)
}

/// Listens in the network of a host and tells everybody its name and their address, until the run ends.
pub fn listen(host: &Host, port: u16) -> Result<()> {
    let listener = host.inside(|| TcpListener::bind(("0.0.0.0", port)))??;
    let name = host.name().to_owned();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let Ok(peer) = stream.peer_addr() else { continue };
            let _ = (&stream).write_all(format!("{name} {}", peer.ip()).as_bytes());
        }
    });
    Ok(())
}

/// Sends back every byte, until the run ends.
pub fn echo(host: &Host, port: u16) -> Result<()> {
    let listener = host.inside(|| TcpListener::bind(("0.0.0.0", port)))??;
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || std::io::copy(&mut &stream, &mut &stream));
        }
    });
    Ok(())
}

/// A connection that stays.
pub struct Line(TcpStream);

impl Line {
    /// Dials an echo.
    pub fn open(from: Option<&Host>, target: (Ipv4Addr, u16)) -> Result<Self> {
        Ok(Self(at(from, || connect(target, PATIENCE))??))
    }

    /// Returns true when a byte comes back in this time.
    pub fn lives(&mut self, limit: Duration) -> bool {
        let mut byte = [0];
        let has_limit = self.0.set_read_timeout(Some(limit)).is_ok();
        has_limit && self.0.write_all(b"x").is_ok() && self.0.read_exact(&mut byte).is_ok()
    }
}
