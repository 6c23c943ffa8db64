//! What there is of RocketMQ in a stream, and why.

use std::fmt::Write;

use serde::Serialize;

use super::{ObjectEntry, entry_of, label_of};
use crate::cluster::recognise::{Evidence, Found, Image, Part, Text, Unsure, Workload};
use crate::output::one_line;
use crate::source::{Lines, Position, SourceId, Sources};

/// Writes a line for each part.
pub(super) fn push(out: &mut String, sources: &Sources, found: &Found) {
    let positions = Positions::of(sources, found);
    for (part, workload) in parts(found) {
        let label = label_of(&workload.identity, workload.template.as_deref());
        let container = part.container.as_ref().map(|container| format!(", container {}", one_line(&container.name)));
        let why = reasons(&positions, &part.evidence);
        let _ = writeln!(out, "found {}: {label}{}, because {why}", part.role, container.unwrap_or_default());
    }
    for unsure in unsure(found) {
        let label = label_of(&unsure.identity, unsure.template.as_deref());
        let (container, why) = (one_line(&unsure.container), reasons(&positions, &unsure.evidence));
        let _ = writeln!(out, "unsure: {label}, container {container}: {why}, but nothing tells which part it runs");
    }
}

/// Returns the parts of the input: what `rmq` expanded is listed as such.
fn parts(found: &Found) -> impl Iterator<Item = (&Part, &Workload)> {
    let parts = found.parts.iter().filter_map(|part| Some((part, found.workload(part)?)));
    parts.filter(|(_, workload)| workload.text == Text::Input)
}

fn unsure(found: &Found) -> impl Iterator<Item = &Unsure> {
    found.unsure.iter().filter(|unsure| unsure.text == Text::Input)
}

/// The positions of signs: all of them stand in the one stream.
struct Positions<'a>(Option<(SourceId, Lines<'a>)>);

impl<'a> Positions<'a> {
    fn of(sources: &'a Sources, found: &Found) -> Self {
        let signs = found.parts.iter().flat_map(|part| &part.evidence);
        let mut signs = signs.chain(found.unsure.iter().flat_map(|unsure| &unsure.evidence));
        let stream = signs.find_map(|sign| sign.location).map(|location| location.source);
        Self(stream.and_then(|stream| Some((stream, Lines::of(sources.get(stream)?)))))
    }

    fn get(&self, sign: &Evidence) -> Option<Position> {
        let (location, (stream, lines)) = (sign.location?, self.0.as_ref()?);
        (location.source == *stream).then(|| lines.position(location.span.start))
    }
}

fn reasons(positions: &Positions<'_>, evidence: &[Evidence]) -> String {
    let reason = |sign: &Evidence| {
        let line = positions.get(sign).map(|position| format!(" (line {})", position.line));
        one_line(&sign.text) + &line.unwrap_or_default()
    };
    evidence.iter().map(reason).collect::<Vec<_>>().join(", ")
}

/// A part, or a container of which nothing tells the part.
#[derive(Serialize)]
pub(super) struct FoundEntry {
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
    object: ObjectEntry,
    #[serde(skip_serializing_if = "Option::is_none")]
    container: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    because: Vec<Reason>,
}

#[derive(Serialize)]
struct Reason {
    sign: &'static str,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
}

pub(super) fn entries(sources: &Sources, found: &Found) -> Vec<FoundEntry> {
    let positions = Positions::of(sources, found);
    let one = |(part, workload): (&Part, &Workload)| FoundEntry {
        role: Some(part.role.word()),
        object: entry_of(&workload.identity, workload.template.as_deref()),
        container: part.container.as_ref().map(|container| container.name.clone()),
        version: part.image().and_then(Image::version).map(|version| version.to_string()),
        because: because(&positions, &part.evidence),
    };
    parts(found).map(one).collect()
}

pub(super) fn unsure_entries(sources: &Sources, found: &Found) -> Vec<FoundEntry> {
    let positions = Positions::of(sources, found);
    let one = |unsure: &Unsure| FoundEntry {
        role: None,
        object: entry_of(&unsure.identity, unsure.template.as_deref()),
        container: Some(unsure.container.clone()),
        version: None,
        because: because(&positions, &unsure.evidence),
    };
    unsure(found).map(one).collect()
}

fn because(positions: &Positions<'_>, evidence: &[Evidence]) -> Vec<Reason> {
    let reason = |sign: &Evidence| {
        let position = positions.get(sign);
        let (line, column) = (position.map(|position| position.line), position.map(|position| position.column));
        Reason { sign: sign.sign.word(), text: sign.text.clone(), line, column }
    };
    evidence.iter().map(reason).collect()
}
