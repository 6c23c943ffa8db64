//! `cargo xtask codegen`: the pages that follow from the rules and from the field table, in both languages, and the
//! version in plugin.yaml and the files of the Helm chart that do.
//!
//! The words stand beside the code: `doc.md`, `bad*.yaml`, `bad*.snap` and `good.yaml` in the folder of each rule, the
//! doc comments of the other codes, and the field table. `--check` compares instead of writing.

mod chart;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use rmq::cluster::checks;
use rmq::diagnostic::code::{INPUT_CODES, MANIFEST_CODES};
use rmq::diagnostic::{Code, chinese};
use rmq::values::{self, Language};

use crate::process::project_root;

/// The metadata of the plugin for both Helms.
const HELM_PLUGIN: &str = "plugin.yaml";

/// Texts by their path in the project.
type Pages = BTreeMap<String, String>;

/// Writes the pages, or with `--check` says which differ.
pub fn run(args: &[String]) -> Result<()> {
    let root = project_root();
    let pages = pages(&root)?;
    let left_over = left_over(&root, &pages)?;
    match args {
        [] => write(&root, &pages, &left_over),
        [flag] if flag == "--check" => check(&root, &pages, &left_over),
        _ => bail!("usage: cargo xtask codegen [--check]"),
    }
}

fn write(root: &Path, pages: &Pages, left_over: &[String]) -> Result<()> {
    for (path, text) in pages {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap_or(root))?;
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    left_over
        .iter()
        .try_for_each(|path| fs::remove_file(root.join(path)).with_context(|| format!("cannot remove {path}")))
}

fn check(root: &Path, pages: &Pages, left_over: &[String]) -> Result<()> {
    let is_stale = |(path, text): &(&String, &String)| fs::read_to_string(root.join(path)).ok().as_ref() != Some(*text);
    let stale: Vec<&str> = pages
        .iter()
        .filter(is_stale)
        .map(|(path, _)| path.as_str())
        .chain(left_over.iter().map(String::as_str))
        .collect();
    if stale.is_empty() {
        return Ok(());
    }
    bail!("run `cargo xtask codegen`; not up to date: {}", stale.join(", "))
}

/// Pages of rules that are gone.
fn left_over(root: &Path, pages: &Pages) -> Result<Vec<String>> {
    let mut left_over = Vec::new();
    for folder in [Language::English, Language::Chinese].map(rules_folder) {
        let Ok(entries) = fs::read_dir(root.join(folder)) else { continue };
        for entry in entries {
            let path = format!("{folder}/{}", entry?.file_name().to_string_lossy());
            if !pages.contains_key(&path) {
                left_over.push(path);
            }
        }
    }
    Ok(left_over)
}

fn pages(root: &Path) -> Result<Pages> {
    let rules = checks::ALL.iter().map(|check| Rule::read(root, check.code)).collect::<Result<Vec<_>>>()?;
    let mut pages = chart::pages(root)?;
    pages.insert("docs/values.schema.json".to_owned(), values::schema());
    pages.insert(HELM_PLUGIN.to_owned(), with_version(&fs::read_to_string(root.join(HELM_PLUGIN))?));
    for language in [Language::English, Language::Chinese] {
        let folder = rules_folder(language);
        let values = language.pick("docs/values.md", "docs/zh/values.md");
        pages.insert(values.to_owned(), format!("{}\n", values::reference(language).trim_end()));
        pages.insert(format!("{folder}/README.md"), index(&rules, language)?);
        pages.extend(rules.iter().map(|rule| (format!("{folder}/{}.md", rule.code), rule.page(language))));
    }
    Ok(pages)
}

/// Returns the metadata with our version: a checkout is a plugin as it stands, so the number stands in it.
fn with_version(metadata: &str) -> String {
    let version = concat!("version: ", env!("CARGO_PKG_VERSION"));
    let line = |line: &str| if line.starts_with("version:") { version.to_owned() } else { line.to_owned() };
    metadata.lines().map(|text| line(text) + "\n").collect()
}

fn rules_folder(language: Language) -> &'static str {
    language.pick("docs/rules", "docs/zh/rules")
}

/// Everything that the folder of a rule holds.
struct Rule {
    code: Code,
    doc: String,
    doc_zh: String,
    bad: Vec<Case>,
    good: String,
}

/// Values that break a rule, with what is said about them.
struct Case {
    values: String,
    finding: String,
}

impl Rule {
    fn read(root: &Path, code: Code) -> Result<Self> {
        let folder = root.join("src/cluster/checks").join(code.name.replace('-', "_"));
        let read = |name: &str| {
            let path = folder.join(name);
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
        };
        let mut names: Vec<String> = fs::read_dir(&folder)?
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect::<Result<_>>()?;
        names.retain(|name| name.starts_with("bad") && Path::new(name).extension().is_some_and(|end| end == "yaml"));
        names.sort_by_key(|name| (name != "bad.yaml", name.clone()));
        let case = |name: &String| {
            let snapshot = read(&name.replace(".yaml", ".snap"))?;
            let (_, finding) = snapshot.split_once("\n---\n").with_context(|| format!("{name}: no snapshot"))?;
            Ok(Case { values: read(name)?, finding: finding.trim_end().to_owned() })
        };
        let bad = names.iter().map(case).collect::<Result<_>>()?;
        Ok(Self { code, doc: read("doc.md")?, doc_zh: read("doc.zh.md")?, bad, good: read("good.yaml")? })
    }

    /// The severities that its cases show, the gravest first.
    fn severities(&self, language: Language) -> String {
        let words = [("error", "错误"), ("warning", "警告"), ("info", "提示")];
        let is_shown =
            |word: &str| self.bad.iter().any(|case| case.finding.contains(&format!("{word}[{}]", self.code)));
        let shown = words.iter().filter(|(english, _)| is_shown(english));
        shown
            .map(|(english, chinese)| language.pick(english, chinese))
            .collect::<Vec<_>>()
            .join(language.pick(", ", "、"))
    }

    fn doc(&self, language: Language) -> &str {
        language.pick(&self.doc, &self.doc_zh)
    }

    fn page(&self, language: Language) -> String {
        let mut page = format!(
            "# {} {}\n\n{}{}\n\n{}\n",
            self.code,
            self.code.name,
            language.pick("Severity: ", "级别："),
            self.severities(language),
            self.doc(language)
        );
        let _ = writeln!(page, "## {}\n", language.pick("Example", "示例"));
        for (index, Case { values, finding }) in self.bad.iter().enumerate() {
            let title = match index {
                0 => language.pick("These values break the rule:", "以下 values 违反该规则："),
                _ => language.pick("So do these:", "以下 values 也违反该规则："),
            };
            let says = language.pick("`rmq` says:", "`rmq` 的输出：");
            let _ = writeln!(page, "{title}\n\n```yaml\n{values}```\n\n{says}\n\n```text\n{finding}\n```\n");
        }
        let mended = language.pick("These keep it:", "以下 values 符合该规则：");
        let _ = writeln!(page, "{mended}\n\n```yaml\n{}```", self.good);
        page
    }

    /// The first sentence of the page.
    fn summary(&self, language: Language) -> &str {
        self.doc(language).lines().nth(2).unwrap_or_default()
    }
}

fn index(rules: &[Rule], language: Language) -> Result<String> {
    let mut page = language.pick(INDEX, INDEX_ZH).to_owned();
    for rule in rules {
        let (code, name) = (rule.code, rule.code.name);
        let (severity, summary) = (rule.severities(language), rule.summary(language));
        let _ = writeln!(page, "| [{code}]({code}.md) | {name} | {severity} | {summary} |");
    }
    page.push_str(language.pick(OTHERS, OTHERS_ZH));
    for (code, meaning) in INPUT_CODES.iter().chain(MANIFEST_CODES) {
        let chinese = chinese::meaning(*code).with_context(|| format!("{code} has no line in Chinese"))?;
        let _ = writeln!(page, "| {code} | {} | {} |", code.name, language.pick(meaning.trim(), chinese));
    }
    Ok(page)
}

const INDEX: &str = "\
# Codes

A code never changes its meaning and is never used again.
The first digit says what it is about: 0 the input of `rmq`, 1 any manifest, 2 name servers, 3 brokers, \
4 controllers and Raft peers, 5 listeners and addresses, 6 storage, 7 security, 8 upgrades.
With an error nothing is rendered; a warning says what will hurt in some situation; an info is worth knowing.

## Rules about the cluster

| Code | Name | Severity | What it checks |
|---|---|---|---|
";
const INDEX_ZH: &str = "\
# 诊断代码

代码的含义永不改变，也不会另作他用。
首位数字表示所属范围：0 `rmq` 的输入，1 任意清单，2 名称服务器，3 Broker，4 Controller 与 Raft 节点，\
5 监听与地址，6 存储，7 安全，8 升级。
出现错误时不输出任何清单；警告说明某些情况下会出问题；提示值得了解。

## 关于集群的规则

| 代码 | 名称 | 级别 | 检查什么 |
|---|---|---|---|
";
const OTHERS: &str = "
## Other codes

| Code | Name | Meaning |
|---|---|---|
";
const OTHERS_ZH: &str = "
## 其他代码

| 代码 | 名称 | 含义 |
|---|---|---|
";
