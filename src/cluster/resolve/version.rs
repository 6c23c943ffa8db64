//! The RocketMQ version and the key table that holds for it.

use super::Input;
use crate::cluster::{Fact, KnownKeys};
use crate::diagnostic::{Diagnostics, code};
use crate::rocketmq::Version;
use crate::rocketmq::keys::{self, TableMatch};

pub(super) fn version(input: &Input<'_>, diagnostics: &mut Diagnostics) -> Option<(Fact<Version>, KnownKeys)> {
    let written = input.fact("version", input.values.version.clone());
    let Some(version) = Version::parse(&written) else {
        diagnostics.push(
            written
                .error(code::UNKNOWN_VERSION, format!("`{}` is not a RocketMQ version", written.value))
                .help("write it with three numbers, such as `4.9.7`; a suffix belongs into `image.tag`"),
        );
        return None;
    };
    let known = match keys::for_version(version) {
        TableMatch::Exact(table) => KnownKeys { table, exact: true },
        TableMatch::Older { table, .. } => {
            diagnostics.push(
                written
                    .info(
                        code::VERSION_BETWEEN_TABLES,
                        format!("the keys of RocketMQ {version} are not known one by one"),
                    )
                    .note(format!(
                        "those of {} are used, and a key that it does not know is only a warning",
                        table.version()
                    ))
                    .help("check new keys against the release notes of that version"),
            );
            KnownKeys { table, exact: false }
        }
        TableMatch::TooOld { nearest } | TableMatch::TooNew { nearest } => {
            diagnostics.push(
                written
                    .error(code::UNKNOWN_VERSION, format!("RocketMQ {version} is not known"))
                    .help(format!("set `version: {nearest}`, the nearest known one, and `image.tag: {version}`")),
            );
            return None;
        }
    };
    Some((written.with(version), known))
}
