//! How much one document may unfold to.
//!
//! Kubernetes counts every value that it decodes, and how many of these it decodes for an alias. The same count is kept
//! here; as values are copied for aliases, the bytes of the copies are bounded too.

use super::{Node, Value};

const COPY_LIMIT: u64 = 64 << 20;

/// What one more copy of a value costs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cost {
    /// The values in it, as often as they are decoded.
    decodes: u64,
    bytes: u64,
    /// The collections below each other in it.
    pub(super) height: usize,
}

impl Cost {
    pub(super) const COLLECTION: Self = Self { decodes: 1, bytes: size_of::<Node>() as u64, height: 1 };

    pub(super) fn scalar(value: &Value) -> Self {
        let text = if let Value::String(text) = value { text.len() } else { 0 };
        Self { decodes: 1, bytes: (size_of::<Node>() + text) as u64, height: 0 }
    }

    /// Adds what stands in a collection to its cost.
    pub(super) fn nest(&mut self, inner: Self) {
        self.decodes = self.decodes.saturating_add(inner.decodes);
        self.bytes = self.bytes.saturating_add(inner.bytes);
        self.height = self.height.max(inner.height + 1);
    }

    /// Returns the cost of an alias of this value.
    pub(super) fn alias(self) -> Self {
        Self { decodes: self.decodes.saturating_add(1), ..self }
    }
}

/// What a document has cost so far.
#[derive(Debug, Default)]
pub(super) struct Account {
    decoded: u64,
    aliased: u64,
    copied: u64,
}

impl Account {
    /// Counts a value that is written in the document.
    pub(super) fn decode(&mut self) {
        self.decoded += 1;
    }

    /// Counts the copy that is kept for later aliases.
    pub(super) fn keep(&mut self, cost: Cost) -> Result<(), &'static str> {
        self.copied = self.copied.saturating_add(cost.bytes);
        self.check()
    }

    /// Counts an alias.
    pub(super) fn repeat(&mut self, cost: Cost) -> Result<(), &'static str> {
        self.decoded = self.decoded.saturating_add(cost.decodes).saturating_add(1);
        self.aliased = self.aliased.saturating_add(cost.decodes);
        self.copied = self.copied.saturating_add(cost.bytes);
        self.check()
    }

    fn check(&self) -> Result<(), &'static str> {
        if self.copied > COPY_LIMIT {
            return Err("the aliases repeat more than 64 MiB");
        }
        let is_excessive = self.aliased > 100 && self.decoded > 1000 && self.ratio() > self.allowed_ratio();
        if is_excessive { Err("nearly the whole document consists of repeated aliases") } else { Ok(()) }
    }

    #[expect(clippy::cast_precision_loss, reason = "Kubernetes computes the ratio in the same way")]
    fn ratio(&self) -> f64 {
        self.aliased as f64 / self.decoded as f64
    }

    /// Returns 99 % for small documents, falling to 10 % for those of four million values.
    #[expect(clippy::cast_precision_loss, reason = "Kubernetes computes the ratio in the same way")]
    fn allowed_ratio(&self) -> f64 {
        const SMALL: u64 = 400_000;
        const LARGE: u64 = 4_000_000;
        let above = self.decoded.clamp(SMALL, LARGE) - SMALL;
        0.99 - 0.89 * (above as f64 / (LARGE - SMALL) as f64)
    }
}
