//! Helm 3, which takes the path of a program as post-renderer.

use super::{Way, step, test, upgrade};
use crate::cluster::Release;

pub(super) fn way(release: &Release) -> Way {
    let install = upgrade(release, "--post-renderer rmq --post-renderer-args post-render");
    let steps = vec![
        step(
            "Install the chart, or bring the release up to date. `rmq` must be on the path; every later upgrade needs the post-renderer again.",
            "安装 chart，或更新已有的 release。`rmq` 须在 PATH 中；以后每次升级都需要带上 post-renderer。",
            install,
        ),
        test(release),
    ];
    Way { word: "helm3", title: "Helm 3", steps }
}
