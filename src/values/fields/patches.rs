//! The user's own patches.

use super::super::field::{Field, Kind};
use super::super::format;

pub(super) const FIELDS: &[Field] = &[Field::new(
    "patches",
    Kind::Rows(&[PATCH]),
    "Changes of single objects after rendering, for what no other value does. They are applied in their order; \
     one that fits no object is an error.",
    "渲染之后对单个对象的改动，用于其他值做不到的事。按顺序应用；找不到对象的补丁是错误。",
)];

const PATCH: &[Field] = &[
    Field::new(
        "target",
        Kind::Section(&[TARGET]),
        "The objects that are changed: those that fit every word given here.",
        "要改动的对象：符合此处全部条件的对象。",
    ),
    Field::new(
        "strategic",
        Kind::Tree,
        "A strategic merge patch, as `kubectl patch` takes it: lists of containers, volumes, ports and the like merge \
         by their keys, `null` takes a field away, and `$patch: delete` or `$patch: replace` an item or a mapping.",
        "strategic merge 补丁，与 `kubectl patch` 相同：容器、卷、端口等列表按键合并，`null` 去掉字段，\
         `$patch: delete` 或 `$patch: replace` 去掉或替换列表项和映射。",
    ),
    Field::new(
        "merge",
        Kind::Tree,
        "A JSON merge patch (RFC 7396), applied after `strategic`: lists are replaced, `null` takes a field away.",
        "JSON merge 补丁（RFC 7396），在 `strategic` 之后应用：列表整体替换，`null` 去掉字段。",
    ),
    Field::new(
        "json",
        Kind::Rows(&[OPERATION]),
        "A JSON patch (RFC 6902), applied last.",
        "JSON 补丁（RFC 6902），最后应用。",
    ),
];

const TARGET: &[Field] = &[
    Field::new(
        "kind",
        Kind::optional_text(&format::KIND),
        "The kind, such as `StatefulSet`.",
        "对象类型，例如 `StatefulSet`。",
    ),
    Field::new(
        "name",
        Kind::optional_text(&format::NAME),
        "The name, with that of the release.",
        "对象名称，含发布名称。",
    ),
    Field::new(
        "component",
        Kind::optional_text(&format::NAME),
        "The component, as `--only` takes it: `namesrv`, `broker`, `broker-g1`, `console`, `metrics`, `toolbox` or \
         `smoke-test`.",
        "组件，写法同 `--only`：`namesrv`、`broker`、`broker-g1`、`console`、`metrics`、`toolbox` 或 `smoke-test`。",
    ),
];

const OPERATION: &[Field] = &[
    Field::new(
        "op",
        Kind::required_text(&format::PATCH_OPERATION),
        "What is done: `add`, `remove`, `replace`, `move`, `copy` or `test`.",
        "操作：`add`、`remove`、`replace`、`move`、`copy` 或 `test`。",
    ),
    Field::new(
        "path",
        Kind::required_text(&format::POINTER),
        "Where, as a JSON pointer: `/spec/template/spec/containers/0/args/-`.",
        "位置（JSON pointer）：`/spec/template/spec/containers/0/args/-`。",
    ),
    Field::new(
        "from",
        Kind::optional_text(&format::POINTER),
        "Where `move` and `copy` take the value from.",
        "`move` 和 `copy` 的来源位置。",
    ),
    Field::new(
        "value",
        Kind::Any,
        "The value of `add`, `replace` and `test`. It is masked wherever values are shown.",
        "`add`、`replace` 和 `test` 的值。显示 values 时一律隐藏。",
    )
    .hidden(),
];
