//! Why an object is as it is.

use rmq::diagnostic::Report;
use rmq::pipeline;
use rmq::reasons::{self, Found};
use rmq::source::Sources;
use serde::{Deserialize, Serialize};

use crate::answer::Range;
use crate::request::Cluster;
use crate::utf16::Units;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    #[serde(default)]
    cluster: Cluster,
    /// `KIND/NAME`, as `--only` takes it.
    object: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct Response {
    reasons: Vec<Reason>,
}

/// A decision with its place in the document of the object, which begins behind its two first lines.
#[derive(Debug, Serialize)]
struct Reason {
    #[serde(flatten)]
    range: Range,
    #[serde(flatten)]
    found: Found,
}

pub(crate) fn answer(request: Request, sources: &mut Sources) -> Report<Response> {
    let (inputs, release) = request.cluster.load(sources);
    let Report { value, diagnostics } = pipeline::render(sources, &inputs, &release, &[request.object]);
    let objects = value.map(|manifests| manifests.objects).unwrap_or_default();
    let reasons = objects.first().map(|object| {
        let units = Units::of(&object.text);
        let reason = |found: Found| {
            let range = Range { from: units.at(found.range.start), to: units.at(found.range.end) };
            Reason { range, found }
        };
        Response { reasons: reasons::of(object).into_iter().map(reason).collect() }
    });
    Report { value: reasons, diagnostics }
}
