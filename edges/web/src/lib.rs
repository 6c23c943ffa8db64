//! `rmq` for the browser: strings in, JSON out; no logic.
//!
//! A request is what the command line takes, a response what it prints: the same bytes, the same findings, the same
//! exit code.

mod message;

use rmq::diagnostic::{Diagnostics, Report};
use rmq::output::{json, manifest};
use rmq::pipeline::{self, Manifests};
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

use message::{Format, Request, Response};

/// Renders the manifests of a cluster, as `rmq render` does.
///
/// # Errors
///
/// When the request is not JSON of the form that `message::Request` describes: a fault of the caller, not of the values.
#[wasm_bindgen]
pub fn render(request: &str) -> Result<String, JsError> {
    let request: Request = serde_json::from_str(request)?;
    let (sources, inputs) = request.inputs();
    let Report { value, mut diagnostics } = pipeline::render(&sources, &inputs, &request.release(), &[]);
    let printed = match value {
        Some(manifests) if !diagnostics.has_errors() => print(&manifests, request.format),
        _ => Err(Diagnostics::new()),
    };
    let exit_code = if printed.is_ok() { 0 } else { 2 };
    let output = printed.unwrap_or_else(|more| {
        diagnostics.extend(more);
        String::new()
    });
    diagnostics.sort();
    let diagnostics = json::findings(&sources, &diagnostics);
    Ok(serde_json::to_string(&Response { output, diagnostics, exit_code })?)
}

fn print(manifests: &Manifests, format: Format) -> Result<String, Diagnostics> {
    match format {
        Format::Yaml => Ok(manifest::yaml(&manifests.objects)),
        Format::Json => manifest::json(&manifests.objects),
        Format::Name => Ok(manifest::names(&manifests.objects)),
    }
}
