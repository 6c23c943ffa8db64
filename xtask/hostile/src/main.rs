//! A guest that tries to leave the sandbox, and says on stdout what it has got: a line for each thing.
//!
//! The words of its call are not those of `rmq`: `render -f FILE` and the like open what they open, and what stands
//! behind `--` tells what to try: `see PATH…`, `write PATH…`, `spin`, `swell`, `sink`, `break`, `exit`.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a program of the tests")]

use std::fs;
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip_while(|word| word != "--").skip(1).collect();
    let paths = words.get(1..).unwrap_or_default();
    match words.first().map_or("", String::as_str) {
        "see" => see(paths),
        "write" => write(paths),
        "spin" => while std::hint::black_box(true) {},
        "swell" => swell(),
        "sink" => println!("{}", sink(u64::MAX)),
        "break" => std::process::abort(),
        _ => return ExitCode::from(77),
    }
    ExitCode::SUCCESS
}

fn see(paths: &[String]) {
    for (name, value) in std::env::vars() {
        println!("variable {name}={value}");
    }
    for path in paths {
        if let Ok(text) = fs::read(path) {
            println!("read {path}: {}", text.len());
        }
        if let Ok(entries) = fs::read_dir(path) {
            println!("listed {path}: {}", entries.count());
        }
        if fs::metadata(path).is_ok() || fs::symlink_metadata(path).is_ok() {
            println!("found {path}");
        }
    }
}

fn write(paths: &[String]) {
    for path in paths {
        for (how, done) in [
            ("written", fs::write(path, "hostile").is_ok()),
            ("created", fs::File::create_new(path).is_ok()),
            ("appended", fs::OpenOptions::new().append(true).open(path).is_ok()),
            ("renamed", fs::rename(path, format!("{path}.x")).is_ok()),
            ("removed", fs::remove_file(path).is_ok()),
            ("made", fs::create_dir(path).is_ok()),
            ("unmade", fs::remove_dir(path).is_ok()),
        ] {
            if done {
                println!("{how} {path}");
            }
        }
    }
}

fn swell() {
    let mut kept = Vec::new();
    loop {
        kept.push(vec![1_u8; 16 << 20]);
        std::hint::black_box(&kept);
    }
}

fn sink(depth: u64) -> u64 {
    let here = std::hint::black_box([depth; 16]);
    if depth == 0 { 0 } else { sink(depth - 1) + here[0] }
}
