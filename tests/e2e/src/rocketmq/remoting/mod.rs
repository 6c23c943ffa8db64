//! RocketMQ's remoting protocol, as far as a judge needs it: one question, one answer, one connection.
//!
//! A frame is its length, the length of its header, the header as JSON, and a body.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::loose_json;

/// Longer answers are no answers: the client library's own bound.
const LONGEST_FRAME: u32 = 16 * 1024 * 1024;

/// The lower three bytes of the second number are the header's length; the highest byte is the form of the header.
const HEADER_LENGTH: u32 = 0x00ff_ffff;

/// The bit of the flag that marks an answer.
const ANSWER: u32 = 1;

/// What can be asked, by RocketMQ's own numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// Creates a topic on the broker that is asked, or changes it.
    UpdateTopic = 17,
    /// Every topic that a broker knows.
    AllTopics = 21,
    /// Every setting of a running broker, as lines of `key=value`.
    BrokerConfig = 26,
    /// Counters and settings of a running broker.
    BrokerRuntime = 28,
    /// Which brokers have queues of a topic: a name server's answer.
    TopicRoute = 105,
    /// Every broker that is registered: a name server's answer.
    ClusterInfo = 106,
    /// Creates a consumer group on the broker that is asked, or changes it.
    UpdateConsumerGroup = 200,
    /// Every consumer group that a broker knows.
    AllConsumerGroups = 201,
}

/// A question.
#[derive(Clone, Debug)]
pub struct Request {
    code: Code,
    fields: BTreeMap<&'static str, String>,
    body: Vec<u8>,
}

impl Request {
    /// A question without anything to it.
    pub fn new(code: Code) -> Self {
        Self { code, fields: BTreeMap::new(), body: Vec::new() }
    }

    /// Adds a field of the header.
    pub fn with(mut self, name: &'static str, value: impl std::fmt::Display) -> Self {
        self.fields.insert(name, value.to_string());
        self
    }

    /// Adds the body.
    pub fn with_body(mut self, body: Vec<u8>) -> Self {
        self.body = body;
        self
    }

    /// Asks, and returns the answer to a question that succeeded.
    ///
    /// The timeout holds for everything together.
    pub fn send(&self, address: SocketAddr, timeout: Duration) -> Result<Answer> {
        let deadline = Instant::now() + timeout;
        self.exchange(address, deadline).with_context(|| format!("asking {address} for {:?}", self.code))
    }

    fn exchange(&self, address: SocketAddr, deadline: Instant) -> Result<Answer> {
        let mut stream = TcpStream::connect_timeout(&address, left(deadline)?)?;
        stream.set_write_timeout(Some(left(deadline)?))?;
        stream.write_all(&self.frame()?)?;
        let answer = Answer::read(&mut stream, deadline)?;
        ensure!(answer.opaque == OPAQUE && answer.flag & ANSWER != 0, "the answer belongs to another question");
        if answer.code != 0 {
            let remark = answer.remark.as_deref().unwrap_or("no remark").lines().next().unwrap_or_default();
            return Err(Refused { code: answer.code, remark: remark.to_owned() }.into());
        }
        Ok(answer)
    }

    fn frame(&self) -> Result<Vec<u8>> {
        let header = SentHeader {
            code: self.code as i32,
            language: "OTHER",
            version: 0,
            opaque: OPAQUE,
            flag: 0,
            ext_fields: &self.fields,
        };
        let header = serde_json::to_vec(&header)?;
        let mut frame = Vec::with_capacity(8 + header.len() + self.body.len());
        frame.extend(u32::try_from(4 + header.len() + self.body.len())?.to_be_bytes());
        frame.extend(u32::try_from(header.len())?.to_be_bytes());
        frame.extend(&header);
        frame.extend(&self.body);
        Ok(frame)
    }
}

/// One connection carries one question, so every question has the same number.
const OPAQUE: i32 = 1;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SentHeader<'a> {
    code: i32,
    language: &'static str,
    version: i32,
    opaque: i32,
    flag: u32,
    ext_fields: &'a BTreeMap<&'static str, String>,
}

/// An answer that says no: the server's number for the reason, and its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// RocketMQ's response code: 17 is a topic that does not exist.
    pub code: i32,
    /// The first line of what it says.
    pub remark: String,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "refused with code {}: {}", self.code, self.remark)
    }
}

impl std::error::Error for Refused {}

/// An answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    code: i32,
    opaque: i32,
    flag: u32,
    remark: Option<String>,
    #[serde(skip)]
    body: Vec<u8>,
}

impl Answer {
    /// Reads the body.
    pub fn body<T: DeserializeOwned>(&self) -> Result<T> {
        loose_json::read(&self.body)
    }

    /// Returns a body that is no JSON.
    pub fn text(&self) -> Result<&str> {
        std::str::from_utf8(&self.body).context("an answer that is no text")
    }

    fn read(stream: &mut TcpStream, deadline: Instant) -> Result<Self> {
        let length = read_number(stream, deadline)?;
        ensure!((4..=LONGEST_FRAME).contains(&length), "an answer of {length} bytes is no answer");
        let header_length = read_number(stream, deadline)? & HEADER_LENGTH;
        let Some(body_length) = (length - 4).checked_sub(header_length) else {
            bail!("the header of {header_length} bytes is longer than the answer of {length}");
        };
        let header = read_bytes(stream, header_length, deadline)?;
        let body = read_bytes(stream, body_length, deadline)?;
        Ok(Self { body, ..loose_json::read(&header)? })
    }
}

fn read_number(stream: &mut TcpStream, deadline: Instant) -> Result<u32> {
    let bytes = read_bytes(stream, 4, deadline)?;
    Ok(bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

fn read_bytes(stream: &mut TcpStream, count: u32, deadline: Instant) -> Result<Vec<u8>> {
    let mut bytes = vec![0; usize::try_from(count)?];
    let mut filled = 0;
    while let Some(rest) = bytes.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        stream.set_read_timeout(Some(left(deadline)?))?;
        match stream.read(rest)? {
            0 => bail!("the connection was closed in the middle of the answer"),
            read => filled += read,
        }
    }
    Ok(bytes)
}

fn left(deadline: Instant) -> Result<Duration> {
    let left = deadline.saturating_duration_since(Instant::now());
    ensure!(!left.is_zero(), "no answer in time");
    Ok(left)
}

#[cfg(test)]
mod tests;
