//! The Java client of tests/e2e/java from this side: commands out, answers in, and its end.
//!
//! One driver lives through a whole scenario: brokers go and come back while its clients stay as they are.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result, anyhow, bail, ensure};
use serde::de::DeserializeOwned;
use serde_json::Value;

use replies::{AcknowledgedSince, Drained, Received, Sent, Status};

pub mod replies;

const LOGBACK: &str = include_str!("../../../java/logback.xml");

/// JVM options for a small client on any supported JDK.
const JVM: [&str; 7] = [
    "-Xms32m",
    "-Xmx96m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:-UsePerfData",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.lang=ALL-UNNAMED",
];

const PAUSE: Duration = Duration::from_millis(200);

/// How long a JVM on a busy machine takes to answer for the first time.
const START: Duration = Duration::from_mins(1);

/// For commands that do nothing that could wait for a cluster.
const PROMPT: Duration = Duration::from_secs(10);

/// A producer that is stopped finishes the send that it is in, and a consumer says goodbye to its brokers.
const STOP: Duration = Duration::from_secs(30);

/// What a driver is started with.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    /// The compiled classes of the driver.
    pub classes: &'a Path,
    /// The jars of the RocketMQ version, whose client is used.
    pub jars: &'a Path,
    /// `host:port;host:port`, as an application gives them.
    pub name_servers: &'a str,
    /// Where it writes its journals and logs.
    pub folder: &'a Path,
    /// Part of every message's id, and so different for each driver of a scenario.
    pub name: &'a str,
    /// How often its clients ask a name server for routes; 30 s is the library's default.
    pub poll: Duration,
}

/// A running driver; it is killed when this is dropped.
pub struct Driver {
    child: Child,
    input: Mutex<(u64, ChildStdin)>,
    waiting: Waiting,
    folder: PathBuf,
}

/// Who waits for which answer; nothing when the driver has ended.
type Waiting = Arc<Mutex<Option<BTreeMap<u64, Sender<Value>>>>>;

/// An answer that is still to come.
pub struct Pending<'a> {
    driver: &'a Driver,
    command: String,
    answer: Receiver<Value>,
}

impl Driver {
    /// Starts a driver by a command that runs `java` where its clients are to be, and waits until it answers.
    ///
    /// Its arguments are appended to the command's.
    pub fn start(mut command: Command, options: &Options) -> Result<Self> {
        std::fs::create_dir_all(options.folder)?;
        std::fs::write(options.folder.join("logback.xml"), LOGBACK)?;
        command.args(arguments(options)?).stdin(Stdio::piped()).stdout(Stdio::piped());
        command.stderr(File::create(options.folder.join("stderr.log"))?);
        let mut child = command.spawn().with_context(|| format!("cannot start the driver by {command:?}"))?;
        let input = child.stdin.take().context("the driver has no stdin")?;
        let output = child.stdout.take().context("the driver has no stdout")?;
        let waiting: Waiting = Arc::new(Mutex::new(Some(BTreeMap::new())));
        let readers = Arc::clone(&waiting);
        thread::spawn(move || deliver(BufReader::new(output), &readers));
        let driver = Self { child, input: Mutex::new((0, input)), waiting, folder: options.folder.to_owned() };
        driver.call::<Status>("status", START).context("the driver does not start")?;
        Ok(driver)
    }

    /// Sends messages one after the other; the timeout is for all of them.
    pub fn send(&self, topic: &str, count: u32, pause: Duration, timeout: Duration) -> Result<Sent> {
        self.call(&format!("send {topic} {count} {}", pause.as_millis()), timeout)
    }

    /// Begins to send without end; with a poll, by a producer that asks for routes that often.
    pub fn produce(&self, topic: &str, pause: Duration, poll: Option<Duration>) -> Result<Sent> {
        let poll = poll.map_or_else(String::new, |poll| format!(" {}", poll.as_millis()));
        self.call(&format!("produce {topic} start {}{poll}", pause.as_millis()), PROMPT)
    }

    /// Ends what [`Self::produce`] began.
    pub fn stop_producing(&self, topic: &str) -> Result<Sent> {
        self.call(&format!("produce {topic} stop"), STOP)
    }

    /// Counts the messages that were acknowledged at or after an instant.
    pub fn acknowledged_since(&self, topic: &str, since: SystemTime) -> Result<AcknowledgedSince> {
        self.call(&format!("acknowledged {topic} {}", milliseconds(since)?), PROMPT)
    }

    /// Waits until this many messages are acknowledged after an instant.
    ///
    /// The error tells what the producer met instead.
    pub fn wait_for_acknowledged(
        &self,
        topic: &str,
        since: SystemTime,
        count: u64,
        timeout: Duration,
    ) -> Result<AcknowledgedSince> {
        let begin = Instant::now();
        loop {
            let seen = self.acknowledged_since(topic, since)?;
            if seen.acknowledged >= count {
                return Ok(seen);
            }
            if begin.elapsed() > timeout {
                let producing = self.status()?.producing.remove(topic);
                let sent = producing.map_or_else(|| "there is none".to_owned(), |sent| sent.errors_text());
                let seen = seen.acknowledged;
                bail!(
                    "{seen} messages of {count} on {topic} were acknowledged within {timeout:?}; the producer: {sent}"
                );
            }
            thread::sleep(PAUSE);
        }
    }

    /// Begins to read as a consumer of this group.
    pub fn consume(&self, topic: &str, group: &str) -> Result<Received> {
        self.call(&format!("consume {topic} {group} start"), STOP)
    }

    /// Waits until a consumer was given this many different messages.
    pub fn wait_for_received(&self, topic: &str, group: &str, count: u64, timeout: Duration) -> Result<()> {
        let begin = Instant::now();
        loop {
            let received = self.status()?.consuming.remove(&format!("{topic} {group}"));
            let seen = received.with_context(|| format!("nobody consumes {topic} as {group}"))?.distinct;
            if seen >= count {
                return Ok(());
            }
            ensure!(begin.elapsed() <= timeout, "{group} was given {seen} messages of {count} within {timeout:?}");
            thread::sleep(PAUSE);
        }
    }

    /// Ends what [`Self::consume`] began, and has the ids written.
    pub fn stop_consuming(&self, topic: &str, group: &str) -> Result<Received> {
        self.call(&format!("consume {topic} {group} stop"), STOP)
    }

    /// Reads every queue from its first to its last message; a broker that fails is asked again for `patience`.
    pub fn drain(&self, topic: &str, patience: Duration) -> Result<Drained> {
        self.call(&format!("drain {topic} {}", patience.as_secs()), patience + Duration::from_mins(1))
    }

    /// Returns what is going on.
    pub fn status(&self) -> Result<Status> {
        self.call("status", PROMPT)
    }

    /// Ends it in good order.
    pub fn quit(mut self) -> Result<()> {
        self.call::<Value>("quit", STOP)?;
        let status = self.child.wait()?;
        ensure!(status.success(), "the driver ended with {status}");
        Ok(())
    }

    fn call<T: DeserializeOwned>(&self, command: &str, timeout: Duration) -> Result<T> {
        self.begin(command)?.wait(timeout)
    }

    /// Sends a command, and does not wait for its answer.
    pub fn begin(&self, command: &str) -> Result<Pending<'_>> {
        let (sender, answer) = mpsc::channel();
        let mut input = lock(&self.input);
        input.0 += 1;
        let id = input.0;
        if let Some(waiting) = lock(&self.waiting).as_mut() {
            waiting.insert(id, sender);
        }
        writeln!(input.1, "{id} {command}").with_context(|| self.ended(command))?;
        Ok(Pending { driver: self, command: command.to_owned(), answer })
    }

    fn ended(&self, command: &str) -> String {
        let log = std::fs::read_to_string(self.folder.join("stderr.log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        let last = lines.get(lines.len().saturating_sub(10)..).unwrap_or_default().join("\n");
        format!("the driver ended before it answered `{command}`; its last words:\n{last}")
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Both fail only where the process is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Pending<'_> {
    /// Waits for the answer.
    pub fn wait<T: DeserializeOwned>(self, timeout: Duration) -> Result<T> {
        let Self { driver, command, answer } = self;
        let answer = match answer.recv_timeout(timeout) {
            Ok(answer) => answer,
            Err(RecvTimeoutError::Timeout) => bail!("the driver has not answered `{command}` within {timeout:?}"),
            Err(RecvTimeoutError::Disconnected) => return Err(anyhow!(driver.ended(&command))),
        };
        if answer["ok"] != Value::Bool(true) {
            let error = answer["error"].as_str().unwrap_or("it does not say why");
            bail!("the driver failed at `{command}`: {error}");
        }
        serde_json::from_value(answer).with_context(|| format!("the answer to `{command}`"))
    }
}

/// Hands each answer to whoever waits for it, until there are no more.
fn deliver(output: impl BufRead, waiting: &Waiting) {
    for line in output.lines().map_while(Result::ok) {
        let Ok(answer) = serde_json::from_str::<Value>(&line) else { continue };
        let id = answer["id"].as_str().and_then(|id| id.parse().ok());
        let sender = id.and_then(|id: u64| lock(waiting).as_mut()?.remove(&id));
        if let Some(sender) = sender {
            // Whoever waited may have given up.
            let _ = sender.send(answer);
        }
    }
    *lock(waiting) = None;
}

fn arguments(options: &Options) -> Result<Vec<OsString>> {
    let logback = options.folder.join("logback.xml");
    let property = |name: &str, value: &Path| {
        let mut argument = OsString::from(format!("-D{name}="));
        argument.push(value);
        argument
    };
    let mut arguments: Vec<OsString> = JVM.map(OsString::from).to_vec();
    arguments.extend([
        property("driver.folder", options.folder),
        property("user.home", options.folder),
        // The first two are for 4.9.x, the last one is for 5.x.
        "-Drocketmq.client.logUseSlf4j=true".into(),
        property("logback.configurationFile", &logback),
        property("rmq.logback.configurationFile", &logback),
        "-cp".into(),
        std::env::join_paths([options.classes, &options.jars.join("*")]).context("a folder's name has a colon")?,
        "Driver".into(),
        "--name-servers".into(),
        options.name_servers.into(),
        "--folder".into(),
        options.folder.into(),
        "--name".into(),
        options.name.into(),
        "--poll-ms".into(),
        options.poll.as_millis().to_string().into(),
    ]);
    Ok(arguments)
}

fn milliseconds(instant: SystemTime) -> Result<u64> {
    Ok(u64::try_from(instant.duration_since(SystemTime::UNIX_EPOCH)?.as_millis())?)
}

/// A panic elsewhere leaves these tables whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
