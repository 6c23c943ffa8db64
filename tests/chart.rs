//! charts/rocketmq as far as no Helm is needed; `cargo xtask test helm-chart` asks both.

#![expect(clippy::disallowed_methods, reason = "an integration test is an edge")]
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::path::Path;

use rmq::source::Sources;
use rmq::values;

fn chart() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("charts/rocketmq")
}

fn value(file: &str, key: &str) -> String {
    let text = std::fs::read_to_string(chart().join(file)).unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": ")).map(str::to_owned);
    line.unwrap_or_default().trim_matches('"').to_owned()
}

#[test]
fn versions_are_those_of_rmq_and_of_the_default_cluster() {
    let default = values::load(&Sources::new(), &[]).value.unwrap().values.version;
    assert_eq!(value("Chart.yaml", "version"), env!("CARGO_PKG_VERSION"));
    assert_eq!(value("Chart.yaml", "appVersion"), default);
    assert_eq!(value("values.yaml", "version"), default);
}

#[test]
fn nothing_in_it_is_a_plugin() {
    let mut folders = vec![chart()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            // Helm takes the first file of this name in an archive for that of the plugin.
            assert!(path.file_name().unwrap() != "plugin.yaml", "{}", path.display());
            if path.is_dir() {
                folders.push(path);
            }
        }
    }
}
