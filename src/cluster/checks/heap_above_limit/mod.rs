//! A Java process that needs more memory than its container may have: the kernel kills it under load.

use super::Check;
use super::memory::{Process, mebibytes, processes};
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostics};

pub(super) const CHECK: Check = Check { code: Code { number: 306, name: "heap-above-limit" }, run };

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    for Process { jvm, limit, field } in processes(cluster) {
        let Some(limit) = limit.filter(|limit| limit.value < super::memory::need(jvm)) else { continue };
        let sum = if jvm.direct.is_some() { "heap, direct memory and" } else { "heap and" };
        diagnostics.push(
            jvm.heap
                .error(CHECK.code, format!("the Java process of `{field}` needs more memory than its limit"))
                .label(limit.location, format!("the limit is {}", mebibytes(*limit)))
                .note(format!(
                    "{sum} what Java itself takes come to {}, the limit is {}; the kernel kills a container that reaches its limit",
                    mebibytes(super::memory::need(jvm)),
                    mebibytes(*limit)
                ))
                .help(format!("raise `{}` or lower `{field}.jvm.heap`", limit.field)),
        );
    }
}
