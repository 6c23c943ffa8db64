//! Argo CD, which runs no post-renderer: it is given the manifests.

use super::{Way, arguments, step};
use crate::cluster::Release;

pub(super) fn way(release: &Release) -> Way {
    let steps = vec![
        step(
            "Write the manifests into the repository, again after every change of the values, and commit them.",
            "将清单写入代码仓库并提交；每次修改 values 后重做。",
            format!("rmq render {} --output-dir manifests\ngit add values.yaml manifests", arguments(release)),
        ),
        step(
            "Tell Argo CD of them: save this as application.yaml, with the address of the repository, and apply it.",
            "告知 Argo CD：填入仓库地址，存为 application.yaml 并部署。",
            application(release),
        ),
    ];
    Way { word: "argocd", title: "Argo CD", steps }
}

fn application(release: &Release) -> String {
    format!(
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: \"{name}\"\n  namespace: argocd\nspec:\n  \
         project: default\n  source:\n    repoURL: https://git.example/platform.git\n    targetRevision: HEAD\n    \
         path: manifests\n  destination:\n    server: https://kubernetes.default.svc\n    namespace: \"{namespace}\"\n  \
         syncPolicy:\n    syncOptions:\n    - CreateNamespace=true\n    - ServerSideApply=true\n",
        name = release.name,
        namespace = release.namespace
    )
}
