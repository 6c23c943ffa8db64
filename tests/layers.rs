//! The map in docs/ARCHITECTURE.md, and the rules of the house that no compiler knows, held against the tree.

#![expect(clippy::disallowed_methods, reason = "an integration test is an edge")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A file longer than this holds more than one thing.
const LONGEST_FILE: usize = 400;

/// Folders that builds make.
const UNTRACKED: [&str; 5] = ["target", "dist", "node_modules", ".git", "fuzz"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Returns every file of the project by its path from the root, with `/` on every system.
fn files() -> Vec<String> {
    let git = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).stderr(Stdio::null()).output();
    let mut files: Vec<String> = match git {
        Ok(output) if output.status.success() => {
            String::from_utf8_lossy(&output.stdout).split_terminator('\0').map(str::to_owned).collect()
        }
        // A source archive has no index, and holds nothing else.
        _ => walk(root()).iter().map(|path| path.strip_prefix(root()).unwrap().display().to_string()).collect(),
    };
    files.retain(|path| root().join(path).is_file());
    files.iter().map(|path| path.replace('\\', "/")).collect()
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let ours = entries.filter(|path| !UNTRACKED.iter().any(|name| path.ends_with(name)));
    ours.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

fn files_under(folder: &str, ending: &str) -> Vec<String> {
    let is_wanted = |path: &String| path.starts_with(folder) && path.ends_with(ending);
    files().into_iter().filter(is_wanted).collect()
}

/// Returns the rows of the table between two markers: the cells, without the backticks around names.
fn table(name: &str) -> Vec<Vec<String>> {
    let page = read("docs/ARCHITECTURE.md");
    let (begin, end) = (format!("<!-- {name} -->"), format!("<!-- /{name} -->"));
    let inside = page.split_once(&begin).and_then(|(_, rest)| rest.split_once(&end));
    let (inside, _) = inside.unwrap_or_else(|| panic!("no table {name}"));
    let cells = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
    inside.lines().filter(|line| line.starts_with('|')).skip(2).map(cells).collect()
}

/// Returns the names in backticks.
fn names(cell: &str) -> BTreeSet<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

type Imports = BTreeMap<String, BTreeSet<String>>;

fn listed_imports() -> Imports {
    let row = |row: Vec<String>| (names(&row[0]).pop_first().unwrap(), names(&row[1]));
    table("imports").into_iter().map(row).collect()
}

/// Returns what each module of the library names by `crate::`, and each edge by `rmq::`.
fn used_imports() -> Imports {
    let mut used = Imports::new();
    for path in files_under("", ".rs") {
        let Some((module, prefix)) = module(&path) else { continue };
        let text = read(&path);
        let code: String =
            text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        assert!(
            !code.contains(&format!("{prefix}{{")),
            "{path}: one `use` for each module, so that imports can be read"
        );
        used.entry(module.clone()).or_default().extend(paths(&code, prefix).filter(|other| *other != module));
    }
    used
}

/// Returns the module that a file belongs to, and how it names the others.
fn module(path: &str) -> Option<(String, &'static str)> {
    if let Some(edge) = path.strip_prefix("edges/").and_then(|rest| rest.split_once("/src/")) {
        return Some((format!("edges/{}", edge.0), "rmq::"));
    }
    let inside = path.strip_prefix("src/")?;
    match inside.split_once('/') {
        Some(("bin", rest)) => Some((format!("bin/{}", rest.split(['/', '.']).next().unwrap()), "rmq::")),
        Some((module, _)) => Some((module.to_owned(), "crate::")),
        None if inside == "lib.rs" => None,
        None => Some((inside.trim_end_matches(".rs").to_owned(), "crate::")),
    }
}

/// Returns the name behind each occurrence of the prefix that is no part of a longer name.
fn paths<'a>(code: &'a str, prefix: &'a str) -> impl Iterator<Item = String> + 'a {
    let is_name = |character: char| character.is_alphanumeric() || character == '_';
    let starts = code.match_indices(prefix).filter(move |(at, _)| {
        let before = code.get(..*at).and_then(|before| before.chars().next_back());
        !before.is_some_and(|character| is_name(character) || character == ':' || character == '$')
    });
    starts.map(move |(at, _)| {
        code.get(at + prefix.len()..).unwrap_or_default().chars().take_while(|c| is_name(*c)).collect()
    })
}

#[test]
fn modules_import_what_the_map_says_and_the_map_says_no_more() {
    let (listed, used) = (listed_imports(), used_imports());
    let modules = |imports: &Imports| imports.keys().cloned().collect::<BTreeSet<String>>();
    assert_eq!(modules(&used), modules(&listed), "left: modules of the tree, right: modules of the map");
    let mut wrong = Vec::new();
    for (module, used) in &used {
        let listed = &listed[module];
        wrong.extend(used.difference(listed).map(|other| format!("{module} imports {other}, which is not on the map")));
        wrong.extend(
            listed.difference(used).map(|other| format!("{module} does not import {other}, which is on the map")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_module_imports_one_that_stands_above_it() {
    let rows = table("imports");
    let order: Vec<String> = rows.iter().map(|row| names(&row[0]).pop_first().unwrap()).collect();
    for (index, row) in rows.iter().enumerate() {
        for other in names(&row[1]) {
            let place = order.iter().position(|module| *module == other);
            assert!(
                place.is_some_and(|place| place < index),
                "{} imports {other}, which stands below it",
                order[index]
            );
        }
    }
}

#[test]
fn dependencies_are_those_of_the_map() {
    let listed: BTreeSet<String> = table("dependencies").iter().flat_map(|row| names(&row[0])).collect();
    let mut used = BTreeSet::new();
    for path in files_under("", "Cargo.toml") {
        used.extend(dependencies(&read(&path)));
    }
    let ours: BTreeSet<String> = files_under("", "Cargo.toml").iter().filter_map(|path| package(&read(path))).collect();
    let foreign: BTreeSet<String> = used.difference(&ours).cloned().collect();
    assert_eq!(foreign, listed, "left: Cargo.toml files, right: docs/ARCHITECTURE.md");
}

#[test]
fn packages_of_the_page_are_those_of_the_map() {
    let listed: BTreeSet<String> = table("npm").iter().flat_map(|row| names(&row[0])).collect();
    let manifest: serde_json::Value = serde_json::from_str(&read("www/package.json")).unwrap();
    let packages = |kind: &str| manifest[kind].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let used: BTreeSet<String> = ["dependencies", "devDependencies"].into_iter().flat_map(packages).collect();
    assert_eq!(used, listed, "left: www/package.json, right: docs/ARCHITECTURE.md");
}

/// Returns the names in every table of dependencies.
fn dependencies(manifest: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut is_inside = false;
    for line in manifest.lines() {
        if let Some(table) = line.strip_prefix('[') {
            is_inside = table.trim_end().trim_end_matches(']').ends_with("dependencies");
        } else if let Some((name, _)) = line.split_once('=').filter(|_| is_inside && !line.starts_with(['#', ' '])) {
            found.push(name.trim().split('.').next().unwrap_or_default().to_owned());
        }
    }
    found
}

fn package(manifest: &str) -> Option<String> {
    let (_, package) = manifest.split_once("[package]")?;
    let name = package.lines().find_map(|line| line.strip_prefix("name = "))?;
    Some(name.trim_matches('"').to_owned())
}

#[test]
fn no_edge_takes_the_command_line_along_but_the_one_that_is_it() {
    for (arguments, has_command_line) in [
        (&["--package", "rmq", "--no-default-features"][..], false),
        (&["--package", "rmq-web"], false),
        (&["--package", "rmq-helm-wasm", "--target", "wasm32-wasip1"], true),
    ] {
        let Some(crates) = crates(arguments) else { return };
        assert!(crates.contains("minijinja"), "{crates:?}");
        assert!(!crates.contains("k8s-openapi"), "its types are a table here: src/typed");
        let found = crates.iter().any(|name| name.starts_with("clap") || name == "annotate-snippets");
        assert_eq!(found, has_command_line, "{arguments:?}: {crates:?}");
    }
}

/// Returns the crates that a package is built of; nothing where cargo would have to fetch something first.
fn crates(arguments: &[&str]) -> Option<BTreeSet<String>> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["tree", "--frozen", "--edges", "normal", "--prefix", "none"]);
    let output = cargo.args(arguments).current_dir(root()).output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() && error.contains("--frozen") {
        return None;
    }
    assert!(output.status.success(), "{error}");
    let tree = String::from_utf8_lossy(&output.stdout);
    Some(tree.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect())
}

#[test]
fn the_plugin_of_helm_compiles_every_file_of_the_command_line() {
    let main = read("src/bin/rmq/main.rs");
    let modules: BTreeSet<&str> = main.lines().filter_map(module_line).collect();
    let plugin = read("edges/helm-wasm/src/lib.rs");
    let mut compiled = BTreeSet::new();
    for (path, module) in plugin.lines().zip(plugin.lines().skip(1)).filter(|(path, _)| path.starts_with("#[path")) {
        let module = module_line(module).unwrap_or_else(|| panic!("{path} stands before no module"));
        let files = [format!("{module}.rs"), format!("{module}/mod.rs")];
        let is_same = |file: &String| path.contains(&format!("src/bin/rmq/{file}\""));
        assert!(files.iter().any(is_same), "{module} is {path}");
        compiled.insert(module);
    }
    assert_eq!(compiled, modules, "left: edges/helm-wasm, right: src/bin/rmq");
    let others = [files_under("src/", ".rs"), files_under("edges/", ".rs")].concat();
    for path in others.iter().filter(|path| *path != "edges/helm-wasm/src/lib.rs") {
        assert!(!read(path).lines().any(|line| line.starts_with("#[path")), "{path} takes a file from elsewhere");
    }
}

/// Returns the module that a line declares, private and in a file of its own.
fn module_line(line: &str) -> Option<&str> {
    line.strip_prefix("mod ")?.strip_suffix(';')
}

#[test]
fn unsafe_code_stands_where_the_map_says_and_gives_its_reason() {
    for path in files_under("", ".rs") {
        let text = read(&path);
        let lines: Vec<&str> = text.lines().map(str::trim_start).collect();
        for (number, line) in lines.iter().enumerate() {
            let is_code = !line.starts_with("//") && !line.contains(concat!("\"", "unsafe"));
            if !is_code
                || !["unsafe {", "unsafe(", "unsafe fn", "unsafe extern", "unsafe impl"]
                    .iter()
                    .any(|word| line.contains(*word))
            {
                continue;
            }
            let is_allowed = ["edges/helm-wasm/", "edges/launcher/", "src/bin/rmq/io/sandbox.rs"]
                .iter()
                .any(|edge| path.starts_with(edge));
            assert!(is_allowed, "{path}:{} is unsafe", number + 1);
            let before =
                lines.iter().take(number).rev().take_while(|line| line.starts_with("//") || line.starts_with("#["));
            assert!(
                before.into_iter().any(|line| line.starts_with("// SAFETY: ")),
                "{path}:{} gives no reason",
                number + 1
            );
        }
    }
}

#[test]
fn every_template_is_embedded_and_none_switches_the_escape_off() {
    let environment = read("src/render/environment.rs");
    let rendering: String = files_under("src/render/", ".rs").iter().map(|path| read(path)).collect();
    let clients: String = files_under("src/clients/code/", ".rs").iter().map(|path| read(path)).collect();
    for path in files_under("templates/", "") {
        let name = path.trim_start_matches("templates/");
        if name.starts_with("clients/") {
            assert!(clients.contains(&format!("{path}\")")), "{path} is not embedded");
            assert!(!read(&path).split_whitespace().collect::<String>().contains(concat!("|", "safe")), "{path}");
            continue;
        }
        let ending = Path::new(name).extension().and_then(|ending| ending.to_str());
        let (is_template, is_script) = (ending == Some("j2"), ending == Some("sh"));
        assert!(is_template || is_script, "{path} is neither a template nor a script");
        let place = if is_template { &environment } else { &rendering };
        assert!(place.contains(&format!("{name}\"")), "{path} is not embedded");
        let text: String = read(&path).split_whitespace().collect();
        assert!(!text.contains(concat!("|", "safe")), "{path} switches the escape off");
    }
}

#[test]
fn only_the_edge_writes_to_the_streams() {
    for path in files_under("src/", ".rs") {
        let text = read(&path);
        for word in ["print!(", "println!(", "dbg!("] {
            assert!(!text.contains(word), "{path} holds {word}");
        }
    }
}

#[test]
fn no_file_is_long() {
    let code = ["src/", "tests/", "edges/", "xtask/", "templates/"];
    let is_code = |path: &String| code.iter().any(|folder| path.starts_with(folder));
    let is_written = |path: &String| [".rs", ".j2", ".sh", ".mjs"].iter().any(|ending| path.ends_with(ending));
    for path in files().into_iter().filter(|path| is_code(path) && is_written(path)) {
        let lines = read(&path).lines().count();
        assert!(lines <= LONGEST_FILE, "{path} has {lines} lines");
    }
}

/// Hosts that serve packages, and their mirrors: how one is reached is a matter of the machine.
///
/// The names are put together here, so that this file does not hold what it looks for.
fn hosts() -> Vec<String> {
    let pairs: [(&str, &[&str]); 9] = [
        ("crates", &[".io-index", ".io/api"]),
        ("npm", &["js.org", "mirror.com"]),
        ("registry.yarn", &["pkg.com"]),
        ("go", &["proxy.cn", "proxy.io"]),
        ("proxy.gol", &["ang.org"]),
        ("rsproxy", &[".cn"]),
        ("repo.maven", &[".apache.org"]),
        ("pypi", &[".org", ".tuna"]),
        ("mirrors", &[".aliyun", ".ustc", ".tuna", ".cloud.tencent", ".huaweicloud"]),
    ];
    pairs.iter().flat_map(|(first, rest)| rest.iter().map(move |second| format!("{first}{second}"))).collect()
}

/// Folders of people and of machines that build, and where this very tree lies.
fn machine_paths() -> Vec<String> {
    let mut paths: Vec<String> =
        ["Users", "home", "root", "work", "builds"].iter().map(|name| format!("/{name}/")).collect();
    paths.push(format!("{}/", root().display()));
    paths.extend(std::env::var("HOME").ok().filter(|home| home.len() > 3).map(|home| format!("{home}/")));
    paths
}

#[test]
fn no_file_knows_a_machine_or_a_registry() {
    let (hosts, machine_paths) = (hosts(), machine_paths());
    for path in files() {
        let Ok(text) = std::fs::read_to_string(root().join(&path)) else { continue };
        // The lock names its own index in every entry.
        let index = format!("registry+https://github.com/rust-lang/{}{}", "crates", ".io-index");
        let text = if path == "Cargo.lock" { text.replace(&index, "") } else { text };
        for (number, line) in text.lines().enumerate() {
            let host = hosts.iter().find(|host| line.contains(host.as_str()));
            assert!(host.is_none(), "{path}:{} names {host:?}", number + 1);
            let found = machine_paths.iter().find(|found| holds_path(line, found));
            assert!(found.is_none(), "{path}:{} names {found:?}", number + 1);
        }
    }
}

/// Returns true when the line holds this absolute path, and not a longer one that ends alike.
///
/// Under `/home` stands only the user of the official images.
fn holds_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        let is_longer = before.is_some_and(|character| character.is_alphanumeric() || "._-$}/".contains(character));
        let is_image = line.get(at..).is_some_and(|rest| rest.starts_with(&format!("{path}rocketmq")));
        !is_longer && !is_image
    })
}
