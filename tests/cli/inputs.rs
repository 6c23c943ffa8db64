use insta::assert_snapshot;

use crate::call::rmq;
use crate::folder::Folder;

#[test]
fn files_that_cannot_be_read_are_all_named() {
    let folder = Folder::new().with("file", "");
    let call = rmq(["render", "-f", "missing.yaml", "-f", ".", "-f", "file/below.yaml", "--set-file", "patches=gone"]);
    assert_snapshot!(call.in_folder(folder.path()).run().failure(), @r"
    error[RMQ007]: cannot read `.`: it is a folder
     |
     = help: name a file in it

    error[RMQ007]: cannot read `file/below.yaml`: a part of the path is a file, not a folder
     |
     = help: check the path

    error[RMQ007]: cannot read `gone`: there is no such file
     |
     = help: check the path

    error[RMQ007]: cannot read `missing.yaml`: there is no such file
     |
     = help: check the path
    ");
}

#[test]
fn what_is_no_text_is_refused() {
    let folder = Folder::new().with("latin1.yaml", b"a: 1\nb: caf\xe9\n").with("utf16.yaml", b"\xff\xfea\0:\0");
    let call = rmq(["render", "-f", "latin1.yaml", "-f", "utf16.yaml", "--message-format", "concise"]);
    assert_snapshot!(call.in_folder(folder.path()).run().failure(), @r"
    rmq: error[RMQ006] the bytes at latin1.yaml:2:7 are not UTF-8
    rmq: error[RMQ006] the bytes at utf16.yaml:1:1 are not UTF-8
    ");
}

#[test]
fn an_input_of_50_megabytes_is_refused() {
    let large = vec![b'#'; 50 << 20];
    let stderr = rmq(["render", "-f", "-"]).stdin(large).run().failure();
    assert!(stderr.contains("error[RMQ005]: `<stdin>` is larger than 8 MiB"), "{stderr}");
}

#[cfg(unix)]
#[test]
fn an_input_without_end_is_refused() {
    let stderr = rmq(["render", "-f", "/dev/zero"]).run().failure();
    assert!(stderr.contains("RMQ005"), "{stderr}");
}

#[test]
fn no_values_and_empty_values_are_the_same_cluster() {
    let folder = Folder::new().with("empty.yaml", "");
    let none = rmq(["render"]).run().success();
    assert!(none.starts_with("---\n# Source: rmq/templates/"), "{none}");
    assert_eq!(rmq(["render", "-f", "-"]).run().success(), none);
    assert_eq!(rmq(["render", "-f", "empty.yaml"]).in_folder(folder.path()).run().success(), none);
}

#[test]
fn stdin_is_read_once() {
    let stderr = rmq(["render", "-f", "-", "-f", "-"]).run().failure();
    assert!(stderr.contains("error[RMQ015]: `-f -` is given twice"), "{stderr}");
}

#[test]
fn an_address_in_the_web_is_no_file() {
    let stderr = rmq(["render", "-f", "https://example.invalid/values.yaml"]).run().failure();
    assert!(stderr.contains("`rmq` does not fetch"), "{stderr}");
}

#[test]
fn a_set_file_expression_points_at_itself() {
    let stderr = rmq(["render", "--set-file", "patches", "--message-format", "concise"]).run().failure();
    assert!(stderr.starts_with("--set-file[0]:1:1: error[RMQ014]"), "{stderr}");
}
