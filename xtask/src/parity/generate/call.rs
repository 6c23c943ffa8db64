//! How values are given: in which texts, with which flags, under which name.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value};

use super::object::label;
use super::yaml::{self, Style};
use crate::parity::case::{Case, File, STDIN};

/// A way to give values.
#[derive(Clone, Debug)]
pub struct Call {
    delivery: Delivery,
    style: Style,
    set: Vec<&'static str>,
    set_string: Vec<&'static str>,
    set_json: Vec<&'static str>,
    name: Option<String>,
    namespace: Option<String>,
    format: &'static str,
}

/// The texts that hold the values.
#[derive(Clone, Copy, Debug)]
enum Delivery {
    File,
    Stdin,
    TwoFiles,
}

/// Flags that fit to any values.
const SET: &[&str] = &[
    "clusterName=fromSet",
    "broker.config.fileReservedTime=48",
    "namesrv.jvm.options={-Xlog:gc,-Dx=1}",
    r"namesrv.labels.example\.com/team=mq",
    "broker.rollout.onConfigChange=manual,logs.sizeLimit=3Gi",
];
const SET_STRING: &[&str] = &["broker.annotations.number=123", "namesrv.podAnnotations.flag=true"];
const SET_JSON: &[&str] = &[r#"broker.tolerations=[{"operator":"Exists"}]"#, r#"image={"pullPolicy":"Always"}"#];

/// Draws a way to give values.
pub fn call() -> impl Strategy<Value = Call> {
    let delivery = select(vec![Delivery::File, Delivery::File, Delivery::Stdin, Delivery::TwoFiles]);
    let text = (delivery, select(vec![Style::Block, Style::Block, Style::Windows, Style::Flow]));
    let flags = (few(SET), few(SET_STRING), few(SET_JSON));
    let release = (proptest::option::of(label()), proptest::option::of(label()));
    let format = select(vec!["yaml", "yaml", "yaml", "json", "name"]);
    (text, flags, release, format).prop_map(
        |((delivery, style), (set, set_string, set_json), (name, namespace), format)| Call {
            delivery,
            style,
            set,
            set_string,
            set_json,
            name,
            namespace,
            format,
        },
    )
}

/// Mostly none of them, so that the values themselves are seen.
fn few(flags: &'static [&'static str]) -> impl Strategy<Value = Vec<&'static str>> {
    prop_oneof![2 => vec(Just(""), 0), 1 => subsequence(flags.to_vec(), 0..=2)]
}

impl Call {
    /// Returns the case that gives these values.
    pub fn of(self, values: &Value, id: String) -> Case {
        let owned = |list: Vec<&str>| list.into_iter().map(str::to_owned).collect();
        Case {
            files: self.files(values),
            set: owned(self.set),
            set_string: owned(self.set_string),
            set_json: owned(self.set_json),
            name: self.name,
            namespace: self.namespace,
            format: self.format,
            ..Case::of_text(id, String::new())
        }
    }

    fn files(&self, values: &Value) -> Vec<File> {
        let file = |name: &str, value: &Value| File { name: name.into(), text: yaml::write(value, self.style) };
        match self.delivery {
            Delivery::File => vec![file("values.yaml", values)],
            Delivery::Stdin => vec![file(STDIN, values)],
            Delivery::TwoFiles => {
                let (one, two) = split(values);
                vec![file("values.yaml", &one), file("more.yaml", &two)]
            }
        }
    }
}

/// Returns the fields of even and of odd number.
fn split(values: &Value) -> (Value, Value) {
    let (mut one, mut two) = (Map::new(), Map::new());
    for (number, (key, value)) in values.as_object().into_iter().flatten().enumerate() {
        let half = if number % 2 == 0 { &mut one } else { &mut two };
        half.insert(key.clone(), value.clone());
    }
    (one.into(), two.into())
}
