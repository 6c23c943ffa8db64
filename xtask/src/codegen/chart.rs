//! The files of charts/rocketmq that follow from the field table and from the smoke test.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use rmq::source::{Sources, Span};
use rmq::values::{self, ExternalType, Language, Starter, Storage};
use rmq::yaml::{self, Duplicates};
use serde_json::{Map, Value, json};

use super::Pages;

const FOLDER: &str = "charts/rocketmq";

/// What the template of the smoke test reads of the values.
const READ: &[&str] = &[
    "/version",
    "/clusterName",
    "/image",
    "/timezone",
    "/nodes",
    "/namesrv/replicas",
    "/namesrv/port",
    "/broker/groups",
    "/broker/replicas",
    "/smokeTest",
    "/external",
    "/dns",
];

/// Returns the files by their path in the project.
pub fn pages(root: &Path) -> Result<Pages> {
    let script = root.join("templates/smoke-test.sh");
    let script = fs::read_to_string(&script).with_context(|| format!("cannot read {}", script.display()))?;
    let files = [
        ("values.yaml", values_file()),
        ("values.schema.json", schema()?),
        ("files/defaults.json", defaults()?),
        ("files/smoke-test.sh", script),
    ];
    Ok(files.into_iter().map(|(name, text)| (format!("{FOLDER}/{name}"), text)).collect())
}

/// Returns the starter file with all that follows the version as a comment: a key that stands here counts as set.
fn values_file() -> String {
    let starter = values::starter(&Starter {
        language: Language::English,
        name: String::new(),
        namespace: String::new(),
        nodes: Vec::new(),
        registry: String::new(),
        storage: Storage::Claim(String::new()),
        external: ExternalType::None,
        schema: None,
    });
    // The call of `rmq render` at the beginning is not for a chart.
    let lines: Vec<&str> = starter.lines().skip(2).collect();
    let pinned = lines.iter().position(|line| line.starts_with("version:")).map_or(0, |line| line + 1);
    let (head, rest) = lines.split_at(pinned);
    let commented = rest.iter().map(|line| if line.is_empty() { String::new() } else { format!("# {line}") });
    let lines: Vec<String> = head.iter().map(|line| (*line).to_owned()).chain(commented).collect();
    format!("{HEAD}{}\n", lines.join("\n"))
}

const HEAD: &str = "\
# Everything that stands in docs/values.md may stand here. Behind the version, the most common keys with their defaults
# are comments: take `# ` away from the lines of a block to set it. The chart has one key of its own:
# fullnameOverride: orders   # the name of the cluster; default: the name of the release
#
";

/// Returns the schema of the values with what Helm and the chart put beside them.
fn schema() -> Result<String> {
    let mut schema: Value = serde_json::from_str(&values::schema()).context("the schema is no JSON")?;
    let properties = schema["properties"].as_object_mut().context("the schema has no properties")?;
    properties.extend(object(json!({
        "global": {"description": "What a parent chart gives to all of its charts; not used.", "type": ["object", "null"]},
        "enabled": {
            "description": "For the `condition` of a parent chart; not used by this one.",
            "type": ["boolean", "null"],
        },
        "fullnameOverride": {
            "description": "The name of the cluster, with which the names of all objects begin. \
                            Empty takes the name of the release, in a parent chart with the name or alias of this one.",
            "type": ["string", "null"],
            "pattern": "^$|^[a-z]([a-z0-9-]*[a-z0-9])?$",
            "maxLength": 52,
            "default": "",
        },
    })));
    pretty(&schema)
}

fn object(value: Value) -> Map<String, Value> {
    if let Value::Object(map) = value { map } else { Map::new() }
}

/// Returns the defaults of the values that the template of the smoke test reads.
fn defaults() -> Result<String> {
    let mut sources = Sources::new();
    let loaded = values::load(&sources, &[]).value.context("the defaults are refused")?;
    let text = values::show(&loaded, &sources);
    let span = Span::new(0, text.len());
    let source = sources.add("defaults", text.as_str());
    let node = yaml::parse(source, &text, span, Duplicates::Refuse).ok().context("the defaults cannot be read")?;
    let all = serde_json::to_value(&node)?;
    let mut chosen = json!({});
    for pointer in READ {
        let value = all.pointer(pointer).with_context(|| format!("there is no value {pointer}"))?;
        let keys = pointer.split('/').skip(1);
        *keys.fold(&mut chosen, |place, key| &mut place[key]) = value.clone();
    }
    pretty(&chosen)
}

fn pretty(value: &Value) -> Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}
