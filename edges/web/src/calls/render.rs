//! `rmq render`.

use rmq::diagnostic::{Diagnostics, Report};
use rmq::output::manifest;
use rmq::pipeline::{self, Manifests};
use rmq::render::{Component, Rendered};
use rmq::source::Sources;
use serde::{Deserialize, Serialize};

use crate::answer::Range;
use crate::request::Cluster;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Request {
    cluster: Cluster,
    /// `-o`.
    format: Format,
    /// `--only`.
    only: Vec<String>,
}

/// How manifests are printed.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Format {
    /// A stream of documents.
    #[default]
    Yaml,
    /// One list.
    Json,
    /// Names only.
    Name,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Response {
    output: String,
    /// What there is in `output`, when it is a stream of documents.
    objects: Vec<Object>,
    next_steps: String,
}

/// One document of the stream.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Object {
    kind: &'static str,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace: Option<String>,
    component: &'static str,
    /// The number of the broker group.
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<u32>,
    template: &'static str,
    /// Its place in `output`, with the line that separates it from the one before.
    #[serde(flatten)]
    range: Range,
}

pub(crate) fn answer(request: Request, sources: &mut Sources) -> Report<Response> {
    let (inputs, release) = request.cluster.load(sources);
    let Report { value, mut diagnostics } = pipeline::render(sources, &inputs, &release, &request.only);
    let Some(manifests) = value.filter(|_| !diagnostics.has_errors()) else {
        return Report { value: None, diagnostics };
    };
    match print(&manifests, request.format) {
        Ok(output) => {
            let objects = if request.format == Format::Yaml { objects(&manifests.objects) } else { Vec::new() };
            Report { value: Some(Response { output, objects, next_steps: manifests.next_steps }), diagnostics }
        }
        Err(more) => {
            diagnostics.extend(more);
            Report { value: None, diagnostics }
        }
    }
}

fn print(manifests: &Manifests, format: Format) -> Result<String, Diagnostics> {
    match format {
        Format::Yaml => Ok(manifest::yaml(&manifests.objects)),
        Format::Json => manifest::json(&manifests.objects),
        Format::Name => Ok(manifest::names(&manifests.objects)),
    }
}

fn objects(rendered: &[Rendered]) -> Vec<Object> {
    let mut from = 0;
    let place = |one: &Rendered| {
        let to = from + manifest::pieces(std::slice::from_ref(one)).map(units).sum::<usize>();
        let range = Range { from, to };
        from = to;
        object(one, range)
    };
    rendered.iter().map(place).collect()
}

fn units(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.encode_utf16().count() }
}

fn object(rendered: &Rendered, range: Range) -> Object {
    Object {
        kind: rendered.kind,
        name: rendered.name.clone(),
        namespace: rendered.namespace.clone(),
        component: rendered.component.label(),
        group: if let Component::Broker(group) = rendered.component { Some(group) } else { None },
        template: rendered.template,
        range,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::respond;

    #[test]
    fn every_object_is_a_document_of_the_stream() {
        let values = "nodes:\n- {name: a, address: 10.0.0.1}\n- {name: b, address: 10.0.0.2}\n- {name: c, address: 10.0.0.3}\nnamesrv:\n  podAnnotations: {note: 中文🚀}\n";
        let request = serde_json::json!({"cluster": {"values": [{"name": "v.yaml", "text": values}]}}).to_string();
        let response: serde_json::Value = serde_json::from_str(&respond(&request, answer).unwrap()).unwrap();
        let units: Vec<u16> = response["output"].as_str().unwrap().encode_utf16().collect();
        let objects = response["objects"].as_array().unwrap();
        let mut end = 0;
        for object in objects {
            let place = |name: &str| usize::try_from(object[name].as_u64().unwrap()).unwrap();
            let text = String::from_utf16(&units[place("from")..place("to")]).unwrap();
            assert!(text.starts_with("---\n# Source: rmq/templates/"), "{text}");
            assert!(text.contains(&format!("\nkind: {}\n", object["kind"].as_str().unwrap())), "{text}");
            assert_eq!(place("from"), end);
            end = place("to");
        }
        assert_eq!((end, objects.len() > 10), (units.len(), true));
    }
}
