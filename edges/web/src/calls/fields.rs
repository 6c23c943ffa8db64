//! Every field of the values.

use rmq::diagnostic::{Diagnostics, Report};
use rmq::editor::{self, FieldInfo};
use rmq::source::Sources;
use serde::{Deserialize, Serialize};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {}

#[derive(Debug, Serialize)]
pub(crate) struct Response {
    fields: Vec<FieldInfo>,
}

pub(crate) fn answer(_: Request, _: &mut Sources) -> Report<Response> {
    Report { value: Some(Response { fields: editor::fields() }), diagnostics: Diagnostics::new() }
}
