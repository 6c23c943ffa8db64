//! Helm 4, which takes the name of an installed plugin as post-renderer.

use super::{Way, step, test, upgrade};
use crate::cluster::Release;

pub(super) fn way(release: &Release) -> Way {
    let steps = vec![
        step(
            "Install the plugin, once; docs/helm-plugins.md tells where the archives are.",
            "安装插件，仅需一次；安装包的位置见 docs/zh/helm-plugins.md。",
            concat!(
                "helm plugin install ./rmq-post-renderer-",
                env!("CARGO_PKG_VERSION"),
                "-linux-amd64.tgz --verify=false"
            ),
        ),
        step(
            "Install the chart, or bring the release up to date. Helm 4 hides what a post-renderer says: a failure is told in the report.",
            "安装 chart，或更新已有的 release。Helm 4 不显示 post-renderer 的输出：失败原因写在报告里。",
            format!("RMQ_REPORT=report.txt {}", upgrade(release, "--post-renderer rmq-post-renderer")),
        ),
        test(release),
    ];
    Way { word: "helm4", title: "Helm 4", steps }
}
