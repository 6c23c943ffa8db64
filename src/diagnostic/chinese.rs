//! What the codes that are no rules mean, in Chinese; the English lines are their doc comments.

use super::Code;

const MEANINGS: &[(u16, &str)] = &[
    (1, "文本不是 Kubernetes 能读取的 YAML。"),
    (2, "values 的同一映射中有重复的键。"),
    (3, "values 中包含多个 YAML 文档。"),
    (4, "values 不是映射。"),
    (5, "输入超出 `rmq` 可读取的大小。"),
    (6, "输入不是 UTF-8 文本。"),
    (7, "文件无法读取或写入。"),
    (8, "文档的 apiVersion 或 kind 不是该命令所接受的。"),
    (10, "values 中没有这个名称的字段。"),
    (11, "值的类型与字段不符。"),
    (12, "数字超出字段允许的范围。"),
    (13, "值的类型正确，但该字段不能接受它。"),
    (14, "`--set` 表达式无法解析。"),
    (15, "两处输入互相矛盾。"),
    (16, "名称不符合 Kubernetes 或 DNS 的要求。"),
    (17, "设置了某个键，但其余的值使它不起作用。"),
    (18, "不认识该 RocketMQ 版本。"),
    (19, "该 RocketMQ 版本介于两个已知版本之间。"),
    (20, "`--only` 没有选中任何会生成的内容。"),
    (21, "写出的清单旁边还留有以前生成的清单。"),
    (22, "问题太多，不再逐一列出。"),
    (23, "ConfigMap 会超出 Kubernetes 允许的大小。"),
    (24, "改动后的文档不能按预期读回：这是 `rmq` 的缺陷。"),
    (25, "补丁的目标对象不会生成。"),
    (26, "补丁不能用于它的对象。"),
    (27, "补丁改动了 `rmq` 自己推导并依赖的内容。"),
    (28, "清单流中没有任何对象。"),
    (29, "Broker 未以名称公布，没有需要解析的名称。"),
    (30, "hosts 行需要 IPv4 地址，而 values 以名称给出了节点。"),
    (31, "CoreDNS 无法读取该 Corefile。"),
    (32, "清单流中没有可以改动的 Corefile，或有多个。"),
    (33, "Corefile 中没有应答这些名称的 server block，或不止一个。"),
    (34, "结果取决于从 Corefile 看不到的内容：文件、import 或环境变量。"),
    (35, "别人的某一行已经解析了该集群的名称。"),
    (36, "集群的标记行不完整，或不存在。"),
    (37, "Corefile 中的 `hosts` 块不能加入这些行。"),
    (38, "Corefile 不能加入所选策略的行。"),
    (39, "Corefile 中有出人意料之处，与是否加入我们的行无关。"),
    (40, "所选策略在该 Kubernetes 发行版上行不通。"),
    (41, "`NodeLocal DNSCache` 不会就集群域之外的名称询问 `CoreDNS`。"),
    (42, "这些名称就是 Service 的名称，或可能与之相同。"),
    (43, "名称所在的域属于他人，或以其他方式解析。"),
    (44, "只有一段的名称会先按 Pod 的搜索列表查找。"),
    (60, "所问位置的客户端无法连接该集群。"),
    (61, "该值无法在文本原处修改。"),
    (90, "`rmq` 的模板无法渲染：这是 `rmq` 的缺陷。"),
    (101, "该类对象没有这个名称的字段。"),
    (102, "值的类型与 Kubernetes 中该字段的类型不符。"),
    (103, "对象太大或对 `rmq` 来说过于特殊，其字段没有全部检查。"),
];

/// Returns what a code of the blocks 0xx and 1xx means, in Chinese.
#[must_use]
pub fn meaning(code: Code) -> Option<&'static str> {
    MEANINGS.iter().find(|(number, _)| *number == code.number).map(|(_, meaning)| *meaning)
}

#[cfg(test)]
mod tests {
    use super::super::code::{INPUT_CODES, MANIFEST_CODES};
    use super::*;

    #[test]
    fn every_code_is_explained_once() {
        let numbers: Vec<u16> = INPUT_CODES.iter().chain(MANIFEST_CODES).map(|(code, _)| code.number).collect();
        assert_eq!(numbers, MEANINGS.iter().map(|(number, _)| *number).collect::<Vec<_>>());
    }
}
