//! Lines for the hosts file of a machine outside: every name leads to the address of a node.

use std::net::Ipv4Addr;
use std::ops::Range;

use crate::cluster::{Cluster, Release};
use crate::coredns::{Record, addressed};
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::marked::{self, Found, Markers};
use crate::source::{Location, SourceId, Sources, Span};

/// Whose hosts file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Os {
    /// Linux.
    Linux,
    /// macOS.
    Macos,
    /// Windows.
    Windows,
}

impl Os {
    /// Every word for one, in the order of the help.
    pub const WORDS: [&'static str; 3] = ["linux", "macos", "windows"];

    /// Returns what a word stands for.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "linux" => Some(Self::Linux),
            "macos" => Some(Self::Macos),
            "windows" => Some(Self::Windows),
            _ => None,
        }
    }

    /// Returns where its hosts file is.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::Linux | Self::Macos => "/etc/hosts",
            Self::Windows => r"C:\Windows\System32\drivers\etc\hosts",
        }
    }

    /// Returns what makes it read a changed file at once; Linux reads it at every question.
    fn flush(self) -> Option<&'static str> {
        match self {
            Self::Linux => None,
            Self::Macos => Some("sudo dscacheutil -flushcache; sudo killall -HUP mDNSResponder"),
            Self::Windows => Some("ipconfig /flushdns"),
        }
    }

    fn line_end(self) -> &'static str {
        match self {
            Self::Linux | Self::Macos => "\n",
            Self::Windows => "\r\n",
        }
    }
}

/// Whether lines stand between markers, so that they can be found again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Lines alone.
    Lines,
    /// Lines between markers.
    Block,
}

/// Returns the lines for the hosts file of a machine outside, comments first.
///
/// # Errors
///
/// RMQ029 when there is no name to resolve; RMQ030 when the values give a node by name.
pub fn lines(cluster: &Cluster, os: Os, form: Form) -> Result<String, Diagnostics> {
    let entries = entries(cluster)?;
    let mut head = vec![format!("{}, for {}", title(&cluster.release), os.path())];
    head.extend(os.flush().map(|command| format!("# read at once after: {command}")));
    head.extend(entries);
    Ok(match form {
        Form::Lines => head.iter().flat_map(|line| [line, os.line_end()]).collect(),
        Form::Block => Markers::of(&cluster.release).around(&head, "", os.line_end()),
    })
}

/// Returns a hosts file with the lines of the cluster in it, at their place or at its end.
///
/// # Errors
///
/// Those of [`lines`]; RMQ035 when a line that is not ours leads one of the names elsewhere; RMQ036 when one of the
/// markers is alone; RMQ007 for what is no hosts file.
pub fn put(cluster: &Cluster, sources: &Sources, file: SourceId) -> Result<String, Diagnostics> {
    let records = addressed(cluster)?;
    let text = readable(sources, file)?;
    let markers = Markers::of(&cluster.release);
    let ours = match markers.find(text) {
        Found::Broken(marker) => return Err(alone(file, &marker, &markers)),
        Found::At(range) => range,
        Found::Nowhere => 0..0,
    };
    let others = marked::lines(text).filter(|(_, bytes)| !ours.contains(&bytes.start));
    let taken: Diagnostics = others.filter_map(|(line, bytes)| taken(&records, line, bytes.start, file)).collect();
    if !taken.is_empty() {
        return Err(taken);
    }
    let lines: Vec<String> = [title(&cluster.release)].into_iter().chain(records.iter().map(entry)).collect();
    markers.put(text, &lines).map_err(|marker| alone(file, &marker, &markers))
}

/// Returns a hosts file without the lines of the cluster.
///
/// # Errors
///
/// RMQ036 when one of the markers is alone; RMQ007 for what is no hosts file.
pub fn take_out(release: &Release, sources: &Sources, file: SourceId) -> Result<String, Diagnostics> {
    let markers = Markers::of(release);
    markers.take_out(readable(sources, file)?).map_err(|marker| alone(file, &marker, &markers))
}

/// Returns the text of a hosts file, unless no system would read it as one.
fn readable(sources: &Sources, file: SourceId) -> Result<&str, Diagnostics> {
    let text = sources.get(file).map_or("", |source| &source.text);
    let is_strange =
        |(at, byte): (usize, u8)| byte == 0 || (byte == b'\r' && text.as_bytes().get(at + 1) != Some(&b'\n'));
    let Some(at) = text.bytes().enumerate().position(is_strange) else { return Ok(text) };
    let message = "this is no hosts file: a NUL byte, or a carriage return without a line feed, stands in it";
    let place = Location { source: file, span: Span::new(at, at + 1) };
    Err(Diagnostic::error(code::UNREADABLE_FILE, message)
        .at(Some(place))
        .help("give the hosts file of a machine")
        .into())
}

fn title(release: &Release) -> String {
    format!("# rmq: names of the RocketMQ cluster {}/{}", release.namespace, release.name)
}

fn entries(cluster: &Cluster) -> Result<Vec<String>, Diagnostics> {
    Ok(addressed(cluster)?.iter().map(entry).collect())
}

fn entry((address, record): &(Ipv4Addr, Record)) -> String {
    format!("{address} {}", record.name)
}

/// Finds a name of ours that a line of somebody else leads elsewhere: resolvers take the first line, or all of them.
fn taken(records: &[(Ipv4Addr, Record)], line: &str, start: usize, file: SourceId) -> Option<Diagnostic> {
    let mut words = line.split('#').next().unwrap_or_default().split_ascii_whitespace();
    let address = words.next()?.trim_start_matches('\u{feff}');
    let names: Vec<&str> = words.collect();
    let is_named = |record: &Record| names.iter().any(|name| name.eq_ignore_ascii_case(&record.name));
    let (ours, record) = records.iter().find(|(ours, record)| is_named(record) && ours.to_string() != address)?;
    let place = Location { source: file, span: Span::new(start, start + line.trim_end().len()) };
    Some(elsewhere(record, address, *ours, place))
}

fn elsewhere(record: &Record, address: &str, ours: Ipv4Addr, place: Location) -> Diagnostic {
    let shown: String = address.chars().take(45).collect();
    Diagnostic::error(code::NAME_TAKEN, format!("this line leads `{}` to {}, not to {ours}", record.name, shown.escape_debug()))
        .at(Some(place))
        .note("resolvers take the first line of a name, or all of them")
        .help("take the name out of this line, or mend `nodes` in the values; lines between the markers of `rmq` are updated by it")
}

fn alone(file: SourceId, marker: &Range<usize>, markers: &Markers) -> Diagnostics {
    let place = Location { source: file, span: Span::new(marker.start, marker.end) };
    let help = format!(
        "let the lines stand between one `{}` and one `{}`, or remove them with both",
        markers.begin(),
        markers.end()
    );
    let message = "this marker of `rmq` has no partner, or stands twice";
    Diagnostic::error(code::BROKEN_MARKERS, message).at(Some(place)).help(help).into()
}
