//! The page of every pass: its example is run, and both languages have the same one.

use std::path::Path;

use rmq::passes;

use crate::run::{assert_typed, pass};

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns the YAML blocks of a page.
fn blocks(page: &str) -> Vec<String> {
    let parts = page.split("```yaml\n").skip(1);
    parts.map(|part| part.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn every_hardening_pass_has_a_page_with_an_example_that_is_true() {
    let lists = [read("docs/post-render.md"), read("docs/zh/post-render.md")];
    for found in passes::ALL.iter().filter(|found| found.extent.is_hardening()) {
        let english = read(&format!("docs/passes/{}.md", found.name));
        let chinese = read(&format!("docs/zh/passes/{}.md", found.name));
        assert_eq!(blocks(&english), blocks(&chinese), "{}", found.name);
        let row = format!("| [{0}](passes/{0}.md) |", found.name);
        assert!(lists.iter().all(|list| list.contains(&row)), "{row}");
        let [before, after] = &blocks(&english)[..] else { panic!("{}: a stream before and one after", found.name) };
        let done = pass(found.name, before);
        assert_eq!(&done.text, after, "{}\n{}", found.name, done.report);
        assert_typed(found.name, after);
    }
}
