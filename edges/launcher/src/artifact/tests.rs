use std::io::Write as _;

use super::*;

/// Writes bytes to a file of their own and returns what is wrong with them.
fn wrong(name: &str, bytes: &[u8]) -> String {
    let path = std::env::temp_dir().join(format!("rmq-launcher-{}-{name}", std::process::id()));
    File::create(&path).and_then(|mut file| file.write_all(bytes)).unwrap();
    let found = check(&mut File::open(&path).unwrap());
    std::fs::remove_file(&path).unwrap();
    found.err().unwrap_or_default()
}

fn sealed() -> Vec<u8> {
    seal(b"machine code ".repeat(50_000), VERSION, &machine())
}

#[test]
fn what_was_sealed_is_whole() {
    assert_eq!(wrong("whole", &sealed()), "");
    assert_eq!(wrong("nothing", &seal(Vec::new(), VERSION, &machine())), "");
}

#[test]
fn any_damage_is_seen() {
    let sound = sealed();
    for at in [0, 1, 100_000, sound.len() - FOOTER_LENGTH - 1, sound.len() - 9, sound.len() - 1] {
        let mut bytes = sound.clone();
        bytes[at] ^= 1;
        assert!(wrong("flipped", &bytes).starts_with("is damaged"), "byte {at}");
    }
    for length in [0, 1, FOOTER_LENGTH - 1, FOOTER_LENGTH, sound.len() / 2, sound.len() - 1] {
        assert!(wrong("cut", &sound[..length]).starts_with("is not whole"), "{length} bytes");
    }
    assert!(wrong("middle", &[&sound[..1000], &sound[2000..]].concat()).starts_with("is damaged"));
    assert!(wrong("longer", &[b"x", &sound[..]].concat()).starts_with("is damaged"));
}

#[test]
fn another_version_and_another_machine_are_named() {
    let version = wrong("version", &seal(Vec::new(), "9.9.9", &machine()));
    assert_eq!(version, format!("is rmq 9.9.9, and this program is rmq {VERSION}"));
    let other = wrong("machine", &seal(Vec::new(), VERSION, "riscv64-linux"));
    assert_eq!(other, format!("is made for riscv64-linux, and this machine is {}", machine()));
}
