//! The one place that knows the YAML parser: its events with exact bytes, without its peculiarities.
//!
//! The parser follows YAML 1.2, Kubernetes' follows 1.1. Where the two disagree silently, a guard stops with an error:
//! line breaks of Unicode, and odd plain texts inside brackets.

use std::borrow::Cow;
use std::ops::Range;

use granit_parser::{Event as Parsed, Parser, ScalarStyle, Span, StructureStyle, Tag};

use super::DEPTH_LIMIT;
use super::fault::{self, Fault};

/// What stands at one place of a document.
#[derive(Debug)]
pub(super) enum Event<'a> {
    Scalar {
        text: Cow<'a, str>,
        is_plain: bool,
    },
    SequenceStart,
    MappingStart,
    End,
    /// A reference to the node with this anchor number.
    Alias(usize),
}

/// An event with its bytes in the whole text.
#[derive(Debug)]
pub(super) struct Item<'a> {
    pub(super) event: Event<'a>,
    /// The bytes without anchor and tag. A block collection starts with its first child and its end is not known here.
    pub(super) range: Range<usize>,
    /// The number of its anchor, 0 for none.
    pub(super) anchor: usize,
    pub(super) tag: Option<String>,
    /// Whether it is a collection in brackets.
    pub(super) is_flow: bool,
}

/// Hands the events of the first document in `range` to `sink`, in order.
pub(super) fn read(
    text: &str,
    range: Range<usize>,
    mut sink: impl FnMut(Item<'_>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let base = range.start;
    let part = complete(text.get(range.clone()).unwrap_or_default());
    check_characters(&part, base)?;
    let options = granit_parser::options! {
        disallow_directives: true,
        bom_inside_document_as_content: true,
        emit_comments: false,
        flow_nesting_limit: DEPTH_LIMIT,
        block_nesting_limit: DEPTH_LIMIT,
    };
    let mut reader = Reader { part: &part, base, end: range.end, flows: Vec::new(), last: 0 };
    for parsed in Parser::new_from_str_with_options(&part, options) {
        let (parsed, span) = parsed.map_err(|error| fault::from_scan_error(&error, text, base))?;
        if matches!(parsed, Parsed::DocumentEnd) {
            break;
        }
        if let Some(item) = reader.item(parsed, &span)? {
            sink(item)?;
        }
    }
    Ok(())
}

/// Ends the last line, as Kubernetes does before it parses.
fn complete(part: &str) -> Cow<'_, str> {
    if part.is_empty() || part.ends_with('\n') { part.into() } else { format!("{part}\n").into() }
}

struct Reader<'a> {
    part: &'a str,
    base: usize,
    end: usize,
    /// For every open collection, whether it is in brackets.
    flows: Vec<bool>,
    /// Where the last event ended.
    last: usize,
}

impl<'a> Reader<'a> {
    fn item(&mut self, parsed: Parsed<'a>, span: &Span) -> Result<Option<Item<'a>>, Fault> {
        let range = span.byte_range().unwrap_or(self.last..self.last);
        let (event, range, anchor, tag, is_flow) = match parsed {
            Parsed::Scalar(text, style, anchor, tag) => {
                let is_plain = style == ScalarStyle::Plain;
                let range = self.scalar_range(range, style);
                self.check_flow_scalar(&range, is_plain)?;
                self.check_root_scalar(&range, style)?;
                (Event::Scalar { text, is_plain }, range, anchor, tag, false)
            }
            Parsed::SequenceStart(style, anchor, tag) => {
                let range = self.sequence_range(range, style);
                (Event::SequenceStart, range, anchor, tag, self.open(style))
            }
            Parsed::MappingStart(style, anchor, tag) => (Event::MappingStart, range, anchor, tag, self.open(style)),
            Parsed::SequenceEnd | Parsed::MappingEnd => {
                let is_flow = self.flows.pop().unwrap_or(false);
                (Event::End, range, 0, None, is_flow)
            }
            Parsed::Alias(anchor) => (Event::Alias(anchor), range, 0, None, false),
            _ => return Ok(None),
        };
        self.last = range.end;
        let range = self.place(range.start)..self.place(range.end);
        Ok(Some(Item { event, range, anchor, tag: tag.as_deref().map(tag_text), is_flow }))
    }

    /// Returns the offset in the whole text; the line end that was added is outside of it.
    fn place(&self, offset: usize) -> usize {
        (self.base + offset).min(self.end)
    }

    fn open(&mut self, style: StructureStyle) -> bool {
        let is_flow = style == StructureStyle::Flow;
        self.flows.push(is_flow);
        is_flow
    }

    /// Returns the range of a scalar; the parser gives that of a block scalar without header and with blank lines.
    fn scalar_range(&self, range: Range<usize>, style: ScalarStyle) -> Range<usize> {
        if !is_block(style) {
            return range;
        }
        let header = self.part.get(self.last..range.start).and_then(block_header).map(|offset| self.last + offset);
        let start = header.unwrap_or(range.start);
        let kept = self.part.get(start..range.end).unwrap_or_default().trim_end().len();
        start..start + kept
    }

    /// Returns the range of a list; the parser starts one in the column of its key behind the first dash.
    fn sequence_range(&self, range: Range<usize>, style: StructureStyle) -> Range<usize> {
        let gap = self.part.get(self.last..range.start).unwrap_or_default();
        match first_dash(gap) {
            Some(dash) if style == StructureStyle::Block => self.last + dash..self.last + dash,
            _ => range,
        }
    }

    /// Stops at a document that is one block scalar: Kubernetes reads it as empty when its text is not indented.
    fn check_root_scalar(&self, range: &Range<usize>, style: ScalarStyle) -> Result<(), Fault> {
        if !is_block(style) || !self.flows.is_empty() {
            return Ok(());
        }
        let place = self.place(range.start);
        Err(Fault::new(place..place + 1, "the document is one block of text", "put the text under a key"))
    }

    /// Stops at plain texts in brackets that YAML 1.1 reads differently: `[?a]`, `[a?b]`, `[:a]`, `{a:}`.
    fn check_flow_scalar(&self, range: &Range<usize>, is_plain: bool) -> Result<(), Fault> {
        if !is_plain || self.flows.last() != Some(&true) {
            return Ok(());
        }
        let bytes = self.part.as_bytes();
        let text = bytes.get(range.clone()).unwrap_or_default();
        let mark = if text.first() == Some(&b':') { Some(0) } else { text.iter().position(|byte| *byte == b'?') };
        let is_open_key = bytes.get(range.end) == Some(&b':')
            && matches!(bytes.get(range.end + 1), Some(b',' | b'[' | b']' | b'{' | b'}'));
        if mark.is_none() && !is_open_key {
            return Ok(());
        }
        let place = self.place(mark.map_or(range.end, |mark| range.start + mark));
        Err(Fault::new(
            place..place + 1,
            "this text in brackets means different things to different YAML readers",
            "write a blank after `:` and put texts with `?`, and those that begin with `:`, in quotes",
        ))
    }
}

/// Returns where the first line that begins with a dash has it, the rest of the current line left aside.
fn first_dash(gap: &str) -> Option<usize> {
    let mut start = 0;
    for line in gap.split_inclusive('\n') {
        let code = line.trim_start_matches(' ');
        if start > 0 && code.starts_with('-') {
            return Some(start + line.len() - code.len());
        }
        start += line.len();
    }
    None
}

fn is_block(style: ScalarStyle) -> bool {
    matches!(style, ScalarStyle::Literal | ScalarStyle::Folded)
}

/// Returns where the `|` or `>` stands in what precedes the text of a block scalar.
fn block_header(gap: &str) -> Option<usize> {
    let mut start = 0;
    for line in gap.split_inclusive('\n') {
        let comment = line.find(" #").or_else(|| line.starts_with('#').then_some(0)).unwrap_or(line.len());
        if let Some(offset) = line.get(..comment).and_then(|code| code.find(['|', '>'])) {
            return Some(start + offset);
        }
        start += line.len();
    }
    None
}

fn tag_text(tag: &Tag) -> String {
    let (handle, suffix) = tag.parts();
    format!("{handle}{suffix}")
}

/// Stops at characters that Kubernetes refuses, takes for line breaks, or takes for the start of a key.
fn check_characters(part: &str, base: usize) -> Result<(), Fault> {
    // Kubernetes takes one of them away before it reads, so that one line break is left of what looks like two.
    if let Some(offset) = part.find("\r\r\n") {
        let place = base + offset;
        return Err(Fault::new(
            place..place + 1,
            "the line ends with two carriage returns",
            "end lines with `\\r\\n` or `\\n`",
        ));
    }
    if part.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r')) {
        return Ok(());
    }
    let is_late_mark = |offset: usize| part.get(..offset).is_some_and(|before| before.ends_with(['\n', '\r']));
    let is_wrong = |offset: usize, found: char| is_forbidden(found) || (found == '\u{feff}' && is_late_mark(offset));
    let Some((offset, found)) = part.char_indices().find(|(offset, found)| is_wrong(*offset, *found)) else {
        return Ok(());
    };
    let code = u32::from(found);
    let message = match found {
        '\u{85}' | '\u{2028}' | '\u{2029}' => {
            format!("the invisible character U+{code:04X} is a line break to Kubernetes, but not to other readers")
        }
        '\u{feff}' => "a byte order mark stands inside the document".to_owned(),
        _ => format!("YAML does not allow the control character U+{code:04X}"),
    };
    let place = base + offset..base + offset + found.len_utf8();
    Err(Fault::new(place, message, "write it as an escape in double quotes, or remove it"))
}

fn is_forbidden(found: char) -> bool {
    match found {
        '\t' | '\n' | '\r' => false,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}' => true,
        _ => false,
    }
}
