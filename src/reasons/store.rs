//! Volumes and claims.

use super::{At, Reason};

pub(super) const CLAIMS: &[Reason] = &[Reason {
    at: At::Field("spec.persistentVolumeClaimRetentionPolicy"),
    text: "Messages outlive the StatefulSet: neither deleting it nor scaling it down takes a claim away.",
    text_zh: "消息比 StatefulSet 存在得更久：删除或缩小它都不会删除存储声明。",
    rule: None,
}];

pub(super) const VOLUME: &[Reason] = &[
    Reason {
        at: At::Field("spec.nodeAffinity"),
        text: "The messages of a broker lie in a folder of this node, so the broker runs here and nowhere else: where it is advertised.",
        text_zh: "该 Broker 的消息存放在此节点的目录中，因此它只在这里运行，也正是它公布的地址所在。",
        rule: Some("RMQ501"),
    },
    Reason {
        at: At::Field("spec.claimRef"),
        text: "The volume waits for the claim of one certain Pod; no other claim can take it.",
        text_zh: "该卷只等待某个特定 Pod 的存储声明，其他声明无法占用。",
        rule: None,
    },
    Reason {
        at: At::Field("spec.persistentVolumeReclaimPolicy"),
        text: "Nothing deletes the folder but you.",
        text_zh: "除了你，没有什么会删除这个目录。",
        rule: None,
    },
];
