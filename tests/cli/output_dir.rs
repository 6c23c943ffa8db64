use std::fs;

use crate::call::{Answer, rmq};
use crate::folder::Folder;

fn write(folder: &Folder, only: &[&str]) -> Answer {
    let words = [&["render", "--output-dir", "out"], only].concat();
    rmq(words).in_folder(folder.path()).run()
}

#[test]
fn every_object_gets_a_file_and_nothing_else_is_touched() {
    let folder = Folder::new();
    fs::create_dir(folder.path().join("out")).expect("a folder");
    let folder = folder.with("out/README.md", "mine").with("out/other.yaml", "kind: Mine\n");
    assert_eq!(write(&folder, &[]).success(), "");
    let stream = rmq(["render"]).run().success();
    let names = folder.list("out");
    let ours: Vec<&String> = names.iter().filter(|name| name.contains("-rocketmq")).collect();
    let size: usize = ours.iter().map(|name| folder.read(&format!("out/{name}")).len()).sum();
    assert_eq!((size, ours.len() + 2), (stream.len(), names.len()), "{names:?}");
    assert!(folder.read("out/StatefulSet-rocketmq-broker.yaml").starts_with("---\n# Source: rmq/templates/"));
    assert_eq!((folder.read("out/README.md"), folder.read("out/other.yaml")), ("mine".into(), "kind: Mine\n".into()));
}

#[test]
fn writing_twice_changes_nothing() {
    let folder = Folder::new();
    write(&folder, &[]).success();
    let before = folder.list("out");
    let again = write(&folder, &[]);
    assert_eq!(again.stderr, "");
    again.success();
    assert_eq!(folder.list("out"), before);
}

#[test]
fn a_file_of_an_earlier_run_is_named() {
    let folder = Folder::new();
    write(&folder, &["one"]).success();
    let second = write(&folder, &["two"]);
    assert!(second.stderr.starts_with("warning[RMQ021]: `out` still holds manifests"), "{}", second.stderr);
    assert!(
        second.stderr.contains("StatefulSet-one-broker.yaml") && !second.stderr.contains("-two-"),
        "{}",
        second.stderr
    );
    second.success();
    assert_eq!(write(&folder, &["two", "--only", "StatefulSet/two-broker"]).stderr, "");
}

#[test]
fn a_foreign_file_under_our_name_stops_everything() {
    let folder = Folder::new();
    fs::create_dir(folder.path().join("out")).expect("a folder");
    let folder = folder.with("out/StatefulSet-rocketmq-broker.yaml", "mine\n");
    let stderr = write(&folder, &[]).failure();
    assert!(stderr.contains("is already there, and `rmq` did not write it"), "{stderr}");
    assert_eq!(folder.list("out"), ["StatefulSet-rocketmq-broker.yaml"]);
    assert_eq!(folder.read("out/StatefulSet-rocketmq-broker.yaml"), "mine\n");
}

#[test]
fn a_failure_leaves_nothing_behind() {
    let folder = Folder::new();
    fs::create_dir_all(folder.path().join("out/.StatefulSet-rocketmq-broker.yaml.rmq-part/x")).expect("a folder");
    let stderr = write(&folder, &[]).failure();
    assert!(stderr.starts_with("error[RMQ007]: cannot write `out"), "{stderr}");
    assert_eq!(folder.list("out"), [".StatefulSet-rocketmq-broker.yaml.rmq-part"]);
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error() {
    let folder = Folder::new().with("out", "a file");
    let stderr = write(&folder, &[]).failure();
    assert!(stderr.starts_with("error[RMQ007]: cannot write `out`"), "{stderr}");
    assert_eq!(folder.read("out"), "a file");
}

#[test]
fn an_error_in_values_makes_no_folder() {
    let folder = Folder::new();
    let call = rmq(["render", "--output-dir", "out", "-f", "-"]).stdin("nonsense: 1\n");
    call.in_folder(folder.path()).run().failure();
    assert_eq!(folder.list(""), Vec::<String>::new());
}
