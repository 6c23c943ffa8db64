//! A value that RocketMQ cannot parse: it keeps the default, or reads `false`, in silence.

use super::Check;
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::rocketmq::keys::{ValueProblem, check_value};

pub(super) const CHECK: Check = Check { code: Code { number: 303, name: "broker-value-type" }, run };

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    for entry in &cluster.brokers.config {
        let Some(key) = cluster.keys.table.broker_key(&entry.key) else { continue };
        let Err(problem) = check_value(&key, &entry.value) else { continue };
        let severity = if matches!(problem, ValueProblem::BoolCase(_)) { Severity::Warning } else { Severity::Error };
        diagnostics.push(
            entry
                .value
                .finding(severity, CHECK.code, format!("`{}` is not read as it is written: {problem}", key.name))
                .note(consequence(problem))
                .help(remedy(problem)),
        );
    }
}

fn consequence(problem: ValueProblem) -> &'static str {
    match problem {
        ValueProblem::BoolCase(_) => "RocketMQ reads it, but every tool shows it in lower case",
        ValueProblem::NotBool => "RocketMQ reads it as `false`, without a word in its log",
        ValueProblem::ControlCharacter(_) => "a config file has one key and value in each line",
        ValueProblem::OuterBlanks => "RocketMQ takes the blanks for a part of the value, without a word in its log",
        ValueProblem::NotInt | ValueProblem::NotLong | ValueProblem::NotDouble | ValueProblem::NotOneOf(_) => {
            "RocketMQ keeps the default, without a word in its log"
        }
    }
}

fn remedy(problem: ValueProblem) -> &'static str {
    match problem {
        ValueProblem::BoolCase(_) | ValueProblem::NotBool => "write `true` or `false`",
        ValueProblem::ControlCharacter(_) => "write it in one line",
        ValueProblem::OuterBlanks => "take the blanks out",
        ValueProblem::NotInt | ValueProblem::NotLong | ValueProblem::NotDouble => {
            "write the number alone, without a unit or a comment"
        }
        ValueProblem::NotOneOf(_) => "write one of these words",
    }
}
