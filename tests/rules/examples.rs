//! The examples render, and `tests/examples.findings` holds everything that is found in them. `RMQ_BLESS=1` rewrites it.

use std::fmt::Write;

use crate::call::{path, read, render, values_files};
use crate::contract::assert_form;

const FINDINGS: &str = "tests/examples.findings";

#[test]
fn examples_render_with_the_findings_that_are_listed() {
    let mut found = String::new();
    for name in values_files("examples", "") {
        let outcome = render(&name, &read(&format!("examples/{name}")), None, &[]);
        assert!(outcome.manifests.is_some(), "{name} does not render");
        let _ = writeln!(found, "{name}");
        for finding in outcome.diagnostics.iter() {
            assert_form(finding, &name);
            let _ = writeln!(found, "  {}", outcome.concise(finding));
        }
    }
    if std::env::var_os("RMQ_BLESS").is_some() {
        std::fs::write(path(FINDINGS), &found).unwrap();
    }
    assert_eq!(found, read(FINDINGS));
}
