//! Connections from one place to another, and what comes of them.

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use anyhow::{Result, bail};

use crate::network::Host;

/// Long enough for a machine under load, short enough for the many times that silence is what is wanted.
const PATIENCE: Duration = Duration::from_millis(800);

/// What comes of dialling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Who answered, and from which address it was dialled as it sees it: `a 10.244.1.2`.
    Said(String),
    Refused,
    /// Nothing came back in time.
    Silence,
    /// The kernel knows no way there.
    NoRoute,
}

/// Returns the answer of this host to one at this address.
pub fn said(text: &str) -> Answer {
    Answer::Said(text.to_owned())
}

/// Runs something in the network of a host, or in the fabric.
pub fn at<T: Send>(place: Option<&Host>, work: impl FnOnce() -> T + Send) -> Result<T> {
    match place {
        Some(host) => host.inside(work),
        None => Ok(work()),
    }
}

/// Dials from a host, or from the fabric.
pub fn dial(from: Option<&Host>, address: Ipv4Addr, port: u16) -> Result<Answer> {
    let said = at(from, || -> std::io::Result<String> {
        let mut said = String::new();
        connect(address, port)?.read_to_string(&mut said)?;
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

fn connect(address: Ipv4Addr, port: u16) -> std::io::Result<TcpStream> {
    let stream = TcpStream::connect_timeout(&SocketAddr::from((address, port)), PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
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
    pub fn open(from: Option<&Host>, address: Ipv4Addr, port: u16) -> Result<Self> {
        Ok(Self(at(from, || connect(address, port))??))
    }

    /// Returns true when a byte comes back in time.
    pub fn lives(&mut self) -> bool {
        let mut byte = [0];
        self.0.write_all(b"x").is_ok() && self.0.read_exact(&mut byte).is_ok()
    }
}
