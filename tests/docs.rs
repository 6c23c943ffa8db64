//! What the pages say, held against each other and against the program.

#![cfg(feature = "cli")]
#![expect(clippy::disallowed_methods, reason = "an integration test is an edge")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use rmq::diagnostic::code;

/// The two commands that a newcomer needs; the README names them, and each stands alone in a block.
const TWO_COMMANDS: [&str; 2] = ["cargo run --release -- render -f examples/three-nodes.yaml", "cargo xtask test"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn pages_in(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    let mut pages: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect();
    pages.sort();
    pages
}

/// Returns each page that exists in both languages.
fn pairs() -> Vec<(PathBuf, PathBuf)> {
    let readme = (root().join("README.md"), root().join("README.zh-CN.md"));
    let zh = root().join("docs/zh");
    let page = |chinese: PathBuf| (root().join("docs").join(chinese.strip_prefix(&zh).unwrap()), chinese);
    let chinese = [pages_in("docs/zh"), pages_in("docs/zh/rules"), pages_in("docs/zh/passes")].concat();
    std::iter::once(readme).chain(chinese.into_iter().map(page)).collect()
}

/// A page as far as two languages have it in common.
#[derive(Default)]
struct Page {
    /// The level of each heading, in order.
    headings: Vec<usize>,
    /// Each code block: what stands behind its fence, then its lines.
    blocks: Vec<(String, Vec<String>)>,
}

fn parse(text: &str) -> Page {
    let mut page = Page::default();
    let mut is_code = false;
    for line in text.lines() {
        match line.strip_prefix("```") {
            Some(language) => {
                if !is_code {
                    page.blocks.push((language.to_owned(), Vec::new()));
                }
                is_code = !is_code;
            }
            None if is_code => page.blocks.last_mut().unwrap().1.push(line.to_owned()),
            None if line.starts_with('#') => page.headings.push(line.chars().take_while(|c| *c == '#').count()),
            None => {}
        }
    }
    assert!(!is_code, "a code block has no end");
    page
}

/// Comments are in the language of the page.
fn without_comments(block: &(String, Vec<String>)) -> (String, Vec<String>) {
    let code = |line: &String| line.split_once('#').map_or(line.as_str(), |(code, _)| code).trim_end().to_owned();
    (block.0.clone(), block.1.iter().map(code).collect())
}

#[test]
fn both_languages_have_the_same_headings_and_code() {
    for (english, chinese) in pairs() {
        let (first, second) = (parse(&read(&english)), parse(&read(&chinese)));
        let name = english.display();
        assert_eq!(first.headings, second.headings, "{name}: levels of headings");
        assert_eq!(first.blocks.len(), second.blocks.len(), "{name}: code blocks");
        for (first, second) in first.blocks.iter().zip(&second.blocks) {
            assert_eq!(without_comments(first), without_comments(second), "{name}");
        }
    }
}

#[test]
fn user_pages_exist_in_both_languages() {
    for page in ["commands.md", "addresses.md", "helm-plugins.md", "helm-chart.md", "launcher.md", "post-render.md"] {
        assert!(root().join("docs").join(page).is_file() && root().join("docs/zh").join(page).is_file(), "{page}");
    }
}

#[test]
fn the_readme_names_the_two_commands() {
    for readme in ["README.md", "README.zh-CN.md"] {
        let page = parse(&read(&root().join(readme)));
        for command in TWO_COMMANDS {
            assert!(page.blocks.iter().any(|(_, lines)| *lines == [command]), "{readme}: {command}");
        }
    }
}

#[test]
fn the_readme_lists_every_example() {
    let readme = read(&root().join("README.md"));
    for entry in std::fs::read_dir(root().join("examples")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(readme.contains(&format!("| [examples/{name}](examples/{name}) |")), "{name}");
    }
}

#[test]
fn links_to_files_lead_somewhere() {
    let folders = [".", "docs", "docs/rules", "docs/passes", "docs/zh", "docs/zh/rules", "docs/zh/passes"];
    let all: Vec<PathBuf> = folders.into_iter().flat_map(pages_in).collect();
    for page in all {
        for link in links(&read(&page)) {
            let target = page.parent().unwrap().join(&link);
            assert!(target.exists(), "{}: {link}", page.display());
        }
    }
}

/// Returns the targets of links inside the project, without the part behind `#`.
fn links(text: &str) -> Vec<String> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    let inside = targets.filter(|target| !target.contains("://") && !target.starts_with('#'));
    inside.map(|target| target.split('#').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn commands_that_pages_show_run() {
    for page in ["README.md", "docs/commands.md"] {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(page.replace(['/', '.'], "-"));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(folder.join("examples")).unwrap();
        for entry in std::fs::read_dir(root().join("examples")).unwrap() {
            let path = entry.unwrap().path();
            std::fs::copy(&path, folder.join("examples").join(path.file_name().unwrap())).unwrap();
        }
        if page != "README.md" {
            // The page is about single commands: values with two groups serve all of them.
            std::fs::copy(root().join("examples/two-groups.yaml"), folder.join("values.yaml")).unwrap();
            let corefile = root().join("tests/corefile/cases/stock-kubeadm.corefile");
            std::fs::copy(corefile, folder.join("Corefile")).unwrap();
        }
        let shown: Vec<String> =
            parse(&read(&root().join(page))).blocks.into_iter().flat_map(|(_, lines)| lines).collect();
        let ours: Vec<&str> = shown.iter().filter_map(|line| arguments(line)).collect();
        assert!(ours.len() > 4, "{page} shows {} commands", ours.len());
        for line in ours {
            run(&folder, line, page != "README.md");
        }
    }
}

/// Returns what is said to the program by this line, if it is called.
fn arguments(line: &str) -> Option<&str> {
    line.strip_prefix("rmq ").or(line.strip_prefix("cargo run --release -- "))
}

/// Runs a call; of a pipe only what stands before it, of `>` the file is written.
fn run(folder: &Path, line: &str, has_values: bool) {
    let call = line.split(" | ").next().unwrap_or_default();
    let (words, file) = call.split_once(" > ").map_or((call, None), |(words, file)| (words, Some(file)));
    let forced = has_values && words.starts_with("init values.yaml");
    let words = words.split_whitespace().chain(forced.then_some("--force"));
    let Output { status, stdout, stderr } =
        Command::new(env!("CARGO_BIN_EXE_rmq")).args(words).current_dir(folder).output().unwrap();
    assert!(status.success(), "rmq {line}: {status}\n{}", String::from_utf8_lossy(&stderr));
    if let Some(file) = file {
        assert!(!stdout.is_empty(), "rmq {line} prints nothing");
        std::fs::write(folder.join(file.trim()), stdout).unwrap();
    }
}

#[test]
fn every_code_of_the_input_has_its_line() {
    for page in ["docs/commands.md", "docs/zh/commands.md"] {
        let text = read(&root().join(page));
        for (code, _) in code::INPUT_CODES.iter().chain(code::MANIFEST_CODES) {
            assert!(text.contains(&format!("| {code} | {} |", code.name)), "{page}: {code} {}", code.name);
        }
    }
}

#[test]
fn every_command_has_its_section() {
    let help = Command::new(env!("CARGO_BIN_EXE_rmq")).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let (_, list) = help.split_once("Commands:\n").unwrap();
    let names = list.lines().take_while(|line| !line.is_empty()).filter_map(|line| line.split_whitespace().next());
    for name in names.filter(|name| *name != "help") {
        for page in ["docs/commands.md", "docs/zh/commands.md"] {
            assert!(read(&root().join(page)).lines().any(|line| line == format!("## rmq {name}")), "{page}: {name}");
        }
    }
}

#[test]
fn the_documents_of_the_post_render_page_work() {
    let blocks = parse(&read(&root().join("docs/post-render.md"))).blocks;
    let yaml: Vec<String> =
        blocks.into_iter().filter(|(language, _)| language == "yaml").map(|(_, lines)| lines.join("\n")).collect();
    let [cluster, config] = &yaml[..] else { panic!("{} YAML blocks", yaml.len()) };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("docs-post-render");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("cluster.yaml"), cluster).unwrap();
    std::fs::write(folder.join("config.yaml"), config).unwrap();
    let words = ["post-render", "cluster.yaml", "--config", "config.yaml"];
    let done = Command::new(env!("CARGO_BIN_EXE_rmq")).args(words).current_dir(&folder).output().unwrap();
    let (stdout, stderr) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success() && stderr.is_empty(), "{stderr}");
    assert!(stdout.contains("registry.example:5000/apache/rocketmq:4.9.7@sha256:0"), "{stdout}");
    assert!(stdout.contains("managed-by: Helm\n") && stdout.contains("name: mq-broker-g1\n"), "{stdout}");
}

#[test]
fn the_post_render_page_names_every_field_of_the_configuration() {
    fn paths(fields: rmq::values::Fields, parent: &str) -> Vec<String> {
        fields.iter().copied().flatten().fold(Vec::new(), |mut all, field| {
            match field.kind {
                rmq::values::Kind::Section(below) => all.extend(paths(below, &format!("{parent}{}.", field.name))),
                _ => all.push(format!("{parent}{}", field.name)),
            }
            all
        })
    }
    for page in ["docs/post-render.md", "docs/zh/post-render.md"] {
        let text = read(&root().join(page));
        for path in paths(rmq::passes::config::FIELDS, "") {
            assert!(text.contains(&format!("| `{path}` |")), "{page}: {path}");
        }
    }
}
