//! Probes that do not kill: a broker may recover for an hour, and a stall of its disk must not end it.

use minijinja::Value;

use super::pod::Container;
use crate::render::subtree::{mapping, overlay, subtree};
use crate::values::Probes;
use crate::yaml::{self, Node};

/// Times of a probe, in seconds but for the last.
#[derive(Clone, Copy)]
pub(super) struct Timing {
    pub(super) period: i64,
    pub(super) timeout: i64,
    pub(super) failures: i64,
}

/// The three probes of a component.
pub(super) struct Timings {
    pub(super) startup: Timing,
    pub(super) liveness: Timing,
    pub(super) readiness: Timing,
}

const HANDLERS: [&str; 4] = ["exec", "grpc", "httpGet", "tcpSocket"];

/// Returns the handler that opens a connection.
pub(super) fn tcp(port: u32) -> yaml::Value {
    mapping([("tcpSocket", mapping([("port", yaml::Value::Int(i64::from(port)))]))])
}

impl Container {
    /// Adds the probes, with the user's changes laid over them.
    pub(super) fn with_probes(self, handler: &yaml::Value, timings: &Timings, changes: &Probes) -> Self {
        Self {
            startup_probe: probe(handler, timings.startup, &changes.startup),
            liveness_probe: probe(handler, timings.liveness, &changes.liveness),
            readiness_probe: probe(handler, timings.readiness, &changes.readiness),
            ..self
        }
    }
}

/// A handler in the changes replaces ours: a probe with two handlers is refused by the API server.
fn probe(handler: &yaml::Value, timing: Timing, changes: &Node) -> Value {
    let replaced =
        HANDLERS.iter().any(|name| changes.get(name).is_some_and(|handler| handler.value != yaml::Value::Null));
    let base = if replaced { mapping::<&str>([]) } else { handler.clone() };
    let times = mapping([
        ("periodSeconds", yaml::Value::Int(timing.period)),
        ("timeoutSeconds", yaml::Value::Int(timing.timeout)),
        ("failureThreshold", yaml::Value::Int(timing.failures)),
    ]);
    subtree(overlay(overlay(base, &times), &changes.value))
}
