//! What becomes of the documents of a stream, one after another.

use std::collections::BTreeSet;

use super::change::{self, Outcome};
use super::claims::Claims;
use super::expand::{self, Made, Own};
use super::findings::{excused, from_template, in_a_list};
use super::post_render::{Expansion, Piece, PostRendered};
use super::survey::Survey;
use crate::cluster::RequestedRelease;
use crate::diagnostic::{Diagnostic, Diagnostics, Report, code};
use crate::documents::{self, Document, Identity, Object, Origin, Written};
use crate::passes::{self, Config, Pass, Plan};
use crate::source::{SourceId, Sources, Span};
use crate::values::Input;
use crate::yaml::{Node, Value};

/// Post-renders a stream; `is_foreign` says that nothing in it can concern RocketMQ.
pub(super) fn work(
    sources: &Sources,
    stream: SourceId,
    config: &Config,
    release: &RequestedRelease,
    is_foreign: bool,
) -> Report<PostRendered> {
    let text = sources.get(stream).map_or("", |source| &source.text);
    let passes = passes::wanted(config);
    let documents = match documents::split(stream, text) {
        Ok(documents) => documents,
        Err(diagnostics) => return Report { value: None, diagnostics },
    };
    let is_surveyed = !is_foreign && passes.iter().any(|pass| pass.extent.is_hardening());
    let mut work = Work {
        sources,
        config,
        release,
        passes,
        hooks: if is_foreign { BTreeSet::new() } else { expand::charts_with_test_hooks(&documents) },
        is_foreign,
        is_surveyed,
        survey: Survey::default(),
        number: 0,
        claims: Claims::default(),
        done: PostRendered::default(),
        found: Diagnostics::new(),
    };
    match documents::resource_list_of(&documents) {
        Some(list) => work.resource_list(&documents, &list),
        None => work.documents(&documents),
    }
    work.found.sort();
    let sound = !work.found.has_errors();
    Report { value: Some(work.done).filter(|_| sound), diagnostics: work.found }
}

pub(super) struct Work<'a> {
    pub(super) sources: &'a Sources,
    config: &'a Config,
    pub(super) release: &'a RequestedRelease,
    passes: Vec<&'static Pass>,
    /// The charts that bring a test of their own.
    hooks: BTreeSet<String>,
    /// True when nothing in the stream can concern RocketMQ.
    is_foreign: bool,
    /// True when the passes need to know the whole stream, so that it was read once before.
    is_surveyed: bool,
    survey: Survey,
    /// The number of the next document, those that clusters are expanded to included.
    pub(super) number: usize,
    /// What the clusters of the stream take.
    pub(super) claims: Claims,
    pub(super) done: PostRendered,
    pub(super) found: Diagnostics,
}

/// What to do with a document.
enum Fate {
    Keep,
    Drop,
    Expand(Origin),
    Change(Node),
}

impl Work<'_> {
    fn documents(&mut self, documents: &[Document<'_>]) {
        if self.is_surveyed {
            self.survey_all(documents);
        }
        for (index, document) in documents.iter().enumerate() {
            self.document(document, documents.get(index + 1));
        }
        if !self.is_surveyed {
            self.done.found = std::mem::take(&mut self.survey).finish(documents);
        }
    }

    /// Looks at the whole stream before anything is changed.
    fn survey_all(&mut self, documents: &[Document<'_>]) {
        let mut survey = Survey::default();
        for document in documents {
            let node = document.read().ok();
            survey.look(document, node.as_ref());
            let Some(node) = node else { continue };
            let is_cluster = |object: &Object<'_>| {
                object.path.steps().is_empty() && matches!(expand::own(object), Ok(Some(Own::Cluster)))
            };
            if documents::objects(&node).iter().any(is_cluster) {
                let origin = Origin::of(document, &node);
                let made = self.expanded(document, &origin).value.unwrap_or_default();
                let text = expand::text(document, &origin, &made.objects);
                // What is wrong is found again when it is expanded for good.
                let _ = for_each_part(document, &text, |part, node| survey.look_at_made(part, node));
            }
        }
        self.done.found = survey.finish(documents);
    }

    fn document(&mut self, document: &Document<'_>, next: Option<&Document<'_>>) {
        if self.is_foreign && !passes::may_change(&self.passes, document.content()) {
            return self.keep(document.span());
        }
        let read = document.read();
        if !self.is_surveyed {
            self.survey.look(document, read.as_ref().ok());
        }
        let fate = match read {
            Ok(node) => self.fate(document, node),
            Err(broken) => {
                self.found.extend(broken.iter().map(|found| excused(document, found)).collect());
                Fate::Keep
            }
        };
        match fate {
            Fate::Keep => self.keep(document.span()),
            Fate::Drop => {}
            Fate::Change(node) => {
                if self.change(document, &node) && next.is_some_and(|next| !next.is_separated()) {
                    self.put("---\n".to_owned());
                    let end = document.span().range().end;
                    self.done.edits.push((end..end, "---\n".to_owned()));
                }
            }
            Fate::Expand(origin) => {
                self.number += 1;
                self.expand(document, origin);
                if next.is_some_and(|next| !next.is_separated()) {
                    self.put("---\n".to_owned());
                }
                return;
            }
        }
        self.number += 1;
    }

    fn fate(&mut self, document: &Document<'_>, node: Node) -> Fate {
        match &node.value {
            Value::Null => return Fate::Keep,
            Value::Mapping(_) => {}
            other => {
                let message = format!("the document is {}, not an object", other.type_name());
                let warning = Diagnostic::warning(code::NOT_A_MAPPING, message).at(node.location).secret();
                self.found.push(warning.help("Kubernetes refuses it; take it out of the stream"));
                return Fate::Keep;
            }
        }
        let objects = documents::objects(&node);
        for object in &objects {
            match expand::own(object) {
                Err(error) => self.found.extend(error),
                Ok(None) => {}
                Ok(Some(_)) if !object.path.steps().is_empty() => self.found.push(in_a_list(object)),
                Ok(Some(Own::Sentinel)) => return Fate::Drop,
                Ok(Some(Own::Cluster)) => return Fate::Expand(Origin::of(document, &node)),
            }
        }
        if self.passes.is_empty() { Fate::Keep } else { Fate::Change(node) }
    }

    fn expanded(&self, document: &Document<'_>, origin: &Origin) -> Report<Made> {
        // Helm 4 alone names the file, and alone takes hooks back from a post-renderer.
        let test_hook = origin.filename.is_some() && origin.chart().is_none_or(|chart| !self.hooks.contains(chart));
        let input = Input::Document { source: document.source, span: document.location().span };
        expand::expand(self.sources, input, self.release, test_hook)
    }

    fn expand(&mut self, document: &Document<'_>, origin: Origin) {
        let Report { value, diagnostics } = self.expanded(document, &origin);
        let named = diagnostics.iter().map(|found| from_template(found.clone(), "the document", &origin));
        self.found.extend(named.collect());
        let Some(made) = value else { return };
        let text = expand::text(document, &origin, &made.objects);
        let node = document.read().unwrap_or_else(|_| Node::generated(Value::Null));
        let (identity, objects) = (Identity::of(&node), expand::names(&made.objects));
        self.found.extend(self.claims.take(&node, &origin, &made));
        self.done.expanded.push(Expansion { identity, origin, objects, anew: None });
        self.end_line(document);
        if self.passes.is_empty() {
            return self.put(text);
        }
        let changed = for_each_part(document, &text, |part, node| self.change_part(part, node));
        self.found.extend(changed.err().unwrap_or_default());
    }

    /// Changes a document that a cluster was expanded to; its changes are no edits of the stream.
    fn change_part(&mut self, part: &Document<'_>, node: &Node) {
        if let Some(Outcome { written, added, .. }) = self.changed(part, node) {
            self.put(match written {
                Some(written) => part.lead().to_owned() + &written.content(),
                None => part.whole().to_owned(),
            });
            self.put(added);
        }
        self.number += 1;
    }

    /// Changes a document; returns true when others follow it that were not there.
    fn change(&mut self, document: &Document<'_>, node: &Node) -> bool {
        let Some(Outcome { written, added, .. }) = self.changed(document, node) else { return false };
        self.put_changed(document, written);
        let has_new = !added.is_empty();
        if has_new {
            let end = document.span().range().end;
            let first = self.done.pieces.len();
            self.end_text(document.source);
            self.put(added);
            let new = self.done.pieces.iter().skip(first).filter_map(Piece::new_text).collect();
            self.done.edits.push((end..end, new));
        }
        has_new
    }

    /// Puts a document with its changes.
    pub(super) fn put_changed(&mut self, document: &Document<'_>, written: Option<Written<'_>>) {
        let mut start = document.span().range().start;
        for (range, text) in written.map(Written::into_edits).unwrap_or_default() {
            self.keep(Span::new(start, range.start));
            self.put(text.clone());
            start = range.end;
            self.done.edits.push((range, text));
        }
        self.keep(Span::new(start, document.span().range().end));
    }

    /// Returns what passes make of a document, with what the report tells of it put away.
    fn changed<'d>(&mut self, document: &Document<'d>, node: &Node) -> Option<Outcome<'d>> {
        match change::change(&self.passes, &self.context(), document, node) {
            Ok(mut outcome) => {
                self.done.objects.append(&mut outcome.objects);
                Some(outcome)
            }
            Err(error) => {
                self.found.extend(error);
                None
            }
        }
    }

    /// Plans what the passes change in an object of the document with the current number.
    pub(super) fn plan(&self, object: &Object<'_>) -> Plan {
        passes::plan(&self.passes, &self.context(), object)
    }

    fn context(&self) -> passes::Context<'_> {
        passes::Context {
            config: self.config,
            found: &self.done.found,
            document: self.number,
            namespace: self.release.known_namespace(),
        }
    }

    pub(super) fn keep(&mut self, span: Span) {
        match self.done.pieces.last_mut() {
            Some(Piece::Kept(last)) if last.end == span.start => last.end = span.end,
            _ if span.start >= span.end => {}
            _ => self.done.pieces.push(Piece::Kept(span)),
        }
    }

    fn put(&mut self, text: String) {
        if !text.is_empty() {
            self.done.pieces.push(Piece::New(text));
        }
    }

    /// Ends the line on which the text ends so far.
    fn end_text(&mut self, stream: SourceId) {
        let text = self.sources.get(stream).map_or("", |source| &source.text);
        let is_open = match self.done.pieces.last() {
            Some(Piece::Kept(span)) => !text.get(span.range()).unwrap_or_default().ends_with('\n'),
            Some(Piece::New(text)) => !text.ends_with('\n'),
            None => false,
        };
        if is_open {
            self.put("\n".to_owned());
        }
    }

    /// Ends the line before a document that begins on the same one, as the second object of a row of JSON does.
    fn end_line(&mut self, document: &Document<'_>) {
        if document.index > 0 && !document.is_separated() {
            self.put("\n".to_owned());
        }
    }
}

/// Shows the documents of a text that a cluster was expanded to.
pub(super) fn for_each_part(
    document: &Document<'_>,
    text: &str,
    mut show: impl FnMut(&Document<'_>, &Node),
) -> Result<(), Diagnostics> {
    documents::split(document.source, text)?.iter().try_for_each(|part| {
        show(part, &part.read()?);
        Ok(())
    })
}
