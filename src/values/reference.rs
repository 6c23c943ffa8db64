//! The reference page of all values, in both languages.

use std::fmt::Write;

use super::field::{Field, Fields, Kind};
use super::fields::{COMMON, ROOT};
use super::schema::default;
use super::{Language, path::join};
use crate::yaml::{Node, write};

/// Returns the page in Markdown.
#[must_use]
pub fn reference(language: Language) -> String {
    let mut page = Page { language, out: String::new(), sections: Vec::new() };
    page.line(language.pick("# Values", "# 配置值（values）"));
    page.line("");
    page.line(language.pick(INTRO, INTRO_ZH));
    page.line(language.pick("## The whole cluster", "## 整个集群"));
    page.table(ROOT, "");
    while !page.sections.is_empty() {
        let (field, path) = page.sections.remove(0);
        page.section(field, &path);
    }
    page.line(language.pick("## Common fields", "## 公共字段"));
    page.line("");
    page.line(language.pick(COMMON_INTRO, COMMON_INTRO_ZH));
    page.table(&[COMMON], "");
    page.out
}

const INTRO: &str = "\
Every value is optional; an empty file gives a cluster of three brokers for clients inside the Kubernetes cluster.
A `null` gives a value its default again; in `requests` and `limits` it takes an amount out.
`rmq schema` prints the same as a JSON schema for editors.
";
const INTRO_ZH: &str = "\
所有值均可省略；空文件得到一个供 Kubernetes 集群内客户端使用的三 Broker 集群。
写 `null` 恢复默认值；在 `requests` 和 `limits` 中则去掉该项。
`rmq schema` 以 JSON schema 形式输出相同内容，供编辑器使用。
";
const COMMON_INTRO: &str = "\
These stand under `namesrv`, `broker`, `console`, `metrics.exporter`, `toolbox` and `smokeTest`.
";
const COMMON_INTRO_ZH: &str = "\
以下字段可用于 `namesrv`、`broker`、`console`、`metrics.exporter`、`toolbox` 和 `smokeTest`。
";

struct Page {
    language: Language,
    out: String,
    /// Sections of the top level that still need a heading of their own.
    sections: Vec<(&'static Field, String)>,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn section(&mut self, field: &'static Field, path: &str) {
        let Some(fields) = below(&field.kind) else { return };
        self.line(&format!("## `{path}`"));
        self.line("");
        self.line(self.language.doc(field));
        if fields.iter().any(|slice| is_common(slice)) {
            self.line(
                self.language
                    .pick("It also takes the [common fields](#common-fields).", "另可使用[公共字段](#公共字段)。"),
            );
        }
        self.table(fields, &inner_path(&field.kind, path));
    }

    fn table(&mut self, fields: Fields, path: &str) {
        self.line("");
        self.line(self.language.pick("| Field | Type | Default | Meaning |", "| 字段 | 类型 | 默认值 | 说明 |"));
        self.line("|---|---|---|---|");
        self.rows(fields, path);
        self.line("");
    }

    fn rows(&mut self, fields: Fields, path: &str) {
        let is_top = path.is_empty();
        let slices = fields.iter().filter(|slice| is_top || !is_common(slice));
        for field in slices.copied().flatten() {
            let path = join(path, field.name);
            match below(&field.kind) {
                Some(_) if is_top => self.sections.push((field, path)),
                _ => self.field(field, &path),
            }
        }
    }

    fn field(&mut self, field: &'static Field, path: &str) {
        let default = default(&field.kind).map(|value| format!("`{}`", write::flow(&Node::generated(value))));
        let kind = kind_name(&field.kind, self.language);
        let doc = self.language.doc(field);
        let _ = writeln!(self.out, "| `{path}` | {kind} | {} | {doc} |", default.unwrap_or_default());
        let Some(fields) = below(&field.kind) else { return };
        self.rows(fields, &inner_path(&field.kind, path));
    }
}

fn below(kind: &Kind) -> Option<Fields> {
    match kind {
        Kind::Section(fields) | Kind::Rows(fields) | Kind::Table { fields, .. } => Some(fields),
        _ => None,
    }
}

/// The path before the names of the fields below.
fn inner_path(kind: &Kind, path: &str) -> String {
    match kind {
        Kind::Rows(_) => format!("{path}[]"),
        Kind::Table { .. } => format!("{path}.N"),
        _ => path.to_owned(),
    }
}

fn is_common(slice: &[Field]) -> bool {
    let names = |slice: &[Field]| slice.iter().map(|field| field.name).collect::<Vec<_>>();
    names(slice) == names(COMMON)
}

fn kind_name(kind: &Kind, language: Language) -> String {
    match kind {
        Kind::Section(_) | Kind::Object(_) | Kind::Tree => language.pick("mapping", "映射").to_owned(),
        Kind::Any => language.pick("any value", "任意值").to_owned(),
        Kind::Switch(_) => language.pick("boolean", "布尔").to_owned(),
        Kind::Number { min, max, .. } => format!("{} {min}–{max}", language.pick("integer", "整数")),
        Kind::Text { .. } => language.pick("text", "文本").to_owned(),
        Kind::Amount { .. } => language.pick("quantity", "数量").to_owned(),
        Kind::Choice { words, .. } => {
            let words: Vec<String> =
                words.iter().filter(|word| !word.is_empty()).map(|word| format!("`{word}`")).collect();
            words.join(language.pick(", ", "、"))
        }
        Kind::Texts(_) => language.pick("list of texts", "文本列表").to_owned(),
        Kind::Rows(_) | Kind::Objects(_) => language.pick("list of mappings", "映射列表").to_owned(),
        Kind::TextMap { .. } => language.pick("texts by name", "名称到文本的映射").to_owned(),
        Kind::Amounts { .. } => language.pick("quantities by name", "名称到数量的映射").to_owned(),
        Kind::Settings(_) => language.pick("settings by key", "配置键值").to_owned(),
        Kind::Table { .. } => language.pick("mappings by number", "编号到映射").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_pages_have_the_same_sections_and_rows() {
        let (english, chinese) = (reference(Language::English), reference(Language::Chinese));
        let shape = |page: &str| -> Vec<String> {
            let first = |line: &str| line.split('|').nth(1).unwrap_or_default().trim().to_owned();
            page.lines().filter(|line| line.starts_with("| `")).map(first).collect()
        };
        assert_eq!(shape(&english), shape(&chinese));
        for path in ["`nodes[].address`", "`broker.groupOverrides.N.uid`", "`metrics.exporter.image`", "`sidecars`"] {
            assert!(english.contains(path), "{path}\n{english}");
        }
        assert_eq!(english.matches("`priorityClassName`").count(), 1);
    }
}
