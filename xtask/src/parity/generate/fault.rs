//! Mistakes, each of which makes values that render into values that fail.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::yaml::{self, Style};
use crate::parity::case::Case;

/// One mistake.
#[derive(Clone, Debug)]
pub enum Fault {
    /// A field gets this value.
    Value(&'static str, Value),
    /// The text gets this line at its end.
    Line(&'static str),
    /// The call gets this `--set`.
    Set(String),
    /// The call gets this NAME.
    Name(String),
}

/// Draws a mistake.
pub fn fault() -> impl Strategy<Value = Fault> {
    let typo = "[a-z]{3,12}Q".prop_map(|key| Fault::Set(format!("{key}.x=1")));
    prop_oneof![4 => select(values()), 2 => select(lines()), 2 => select(sets()), 1 => name(), 1 => typo]
}

fn values() -> Vec<Fault> {
    [
        ("/mode", json!("dledgr")),
        ("/version", json!("4.0.0")),
        ("/version", json!([])),
        ("/brokr", json!({"replicas": 3})),
        ("/broker/replcas", json!(3)),
        ("/broker/replicas", json!("three")),
        ("/broker/replicas", json!(2)),
        ("/broker/replicas", json!(-1)),
        ("/broker/groups", json!(1.5)),
        ("/broker/port", json!(99_999)),
        ("/broker/jvm", json!({"heap": "64Gi", "direct": "1Gi"})),
        ("/broker/jvm", json!({"heap": "1 Gi"})),
        ("/broker/config", json!({"brokerName": "mine"})),
        ("/broker/config", json!({"fileReservedTme": 72})),
        ("/broker/config", json!({"fileReservedTime": "long"})),
        ("/broker/antiAffinity", json!("Required")),
        ("/broker/persistence", json!({"type": "claim", "size": "20 gigabytes"})),
        ("/namesrv", json!([1, 2])),
        ("/namesrv/replicas", json!(0)),
        ("/broker/resources", json!({"limits": {"memory": "256Mi"}})),
        ("/external", json!({"type": "none", "advertise": "address"})),
        ("/external", json!({"type": "nodePort", "advertise": "service"})),
        ("/external", json!({"nodePortRange": "32767-30000"})),
        ("/image", json!({"pullPolicy": "Sometimes"})),
    ]
    .map(|(path, value)| Fault::Value(path, value))
    .to_vec()
}

fn lines() -> Vec<Fault> {
    ["namesrv: {}", "- not: a mapping", "x: [1, 2", "\tindented: by a tab", "y: \"open", "z: *nobody"]
        .map(Fault::Line)
        .to_vec()
}

fn sets() -> Vec<Fault> {
    ["broker.replicas=", "broker[", "mode=raft", "broker.jvm=1Gi", "nodes[0].adress=10.0.0.1", "novalue"]
        .map(|set| Fault::Set(set.to_owned()))
        .to_vec()
}

fn name() -> impl Strategy<Value = Fault> {
    prop_oneof!["[A-Z][a-z_]{1,8}_", "[a-z]{53,60}"].prop_map(Fault::Name)
}

impl Fault {
    /// Makes the mistake in a case that renders: its values tree and, after that, its text.
    pub fn apply(&self, mut case: Case, mut values: Value) -> Case {
        if let Self::Value(path, value) = self {
            put(&mut values, path, value.clone());
            case.set.clear();
            case.files.truncate(1);
        }
        case.files[0].text = yaml::write(&values, Style::Block);
        match self {
            Self::Value(..) => {}
            Self::Line(line) => case.files[0].text.extend([line, "\n"]),
            Self::Set(set) => case.set.push(set.clone()),
            Self::Name(name) => case.name = Some(name.clone()),
        }
        case
    }
}

/// Sets the field at `/a/b`; what is not a mapping on the way becomes one.
fn put(values: &mut Value, path: &str, value: Value) {
    let mut place = values;
    for key in path.split('/').skip(1) {
        if !place.is_object() {
            *place = json!({});
        }
        place = &mut place[key];
    }
    *place = value;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_reach_their_place() {
        for (fault, want) in [
            (Fault::Value("/a/b", json!(2)), "a:\n  b: 2\n  c: 1\n"),
            (Fault::Value("/a/c/d", json!(2)), "a:\n  c:\n    d: 2\n"),
            (Fault::Value("/a", json!(2)), "a: 2\n"),
            (Fault::Line("x: ["), "a:\n  c: 1\nx: [\n"),
        ] {
            let case = Case::of_text("a".into(), String::new());
            let got = fault.apply(case, json!({"a": {"c": 1}}));
            assert_eq!(got.files[0].text, want, "{fault:?}");
        }
    }
}
