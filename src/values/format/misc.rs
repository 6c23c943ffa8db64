//! Forms of RocketMQ, of images, paths and time zones.

use super::super::PortRange;
use super::{Format, Refusal, decide, has_alphanumeric_ends, has_no_control, is_dns_name};

/// A version of RocketMQ.
pub const VERSION: Format = Format {
    expected: "a version of three numbers",
    help: "write the full version, such as `4.9.7`; the image is chosen with `image.repository` and `image.tag`",
    pattern: Some("^[0-9]{1,4}\\.[0-9]{1,4}\\.[0-9]{1,4}$"),
    check: check_version,
};

/// The name of a RocketMQ cluster or broker: it becomes the name of a topic.
pub const BROKER_NAME: Format = Format {
    expected: "a name as RocketMQ takes it",
    help: "write at most 127 letters, digits, `-` and `_`, not beginning with `-`: RocketMQ makes a topic of this name",
    pattern: Some("^[A-Za-z0-9_][A-Za-z0-9_-]{0,126}$"),
    check: |text| decide((1..=127).contains(&text.len()) && text.bytes().all(is_word) && !text.starts_with('-')),
};

/// A reference to an image.
pub const IMAGE: Format = Format {
    expected: "an image reference",
    help: "write `repository:tag` or `repository@sha256:digest`, with a lower-case repository",
    pattern: Some("^[a-z0-9][^\\s]*$"),
    check: |text| decide(is_image(text)),
};

/// The host of a registry with an optional path.
pub const REGISTRY: Format = Format {
    expected: "the host of an image registry",
    help: "write `host`, `host:port` or `host/path`, without a scheme and without a slash at the end",
    pattern: Some("^[a-zA-Z0-9][a-zA-Z0-9.:/_-]*$"),
    check: check_registry,
};

/// The name of an image without registry and tag.
pub const REPOSITORY: Format = Format {
    expected: "an image repository",
    help: "write a lower-case name such as `apache/rocketmq`; the tag belongs into `image.tag`",
    pattern: Some("^[a-z0-9][a-zA-Z0-9.:/_-]*$"),
    check: |text| decide(is_repository(text)),
};

/// The tag of an image, or a digest.
pub const TAG: Format = Format {
    expected: "an image tag or digest",
    help: "write at most 128 letters, digits, `_`, `.` and `-`, or `sha256:` with 64 hexadecimal digits, or both with `@` between them",
    pattern: Some("^([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}|([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}@)?sha256:[a-f0-9]{64})$"),
    check: |text| decide(is_tag(text) || is_digest(text) || is_pinned_tag(text)),
};

/// A path in a container or on a node.
pub const ABSOLUTE_PATH: Format = Format {
    expected: "an absolute path",
    help: "write a path that begins with `/`, without `..` and without `:`, such as `/var/lib/rocketmq`",
    pattern: Some("^/"),
    check: |text| decide(is_absolute_path(text)),
};

/// A zone of the tz database.
pub const TIMEZONE: Format = Format {
    expected: "the name of a time zone",
    help: "write a name of the tz database, such as `UTC` or `Asia/Shanghai`",
    pattern: Some("^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$"),
    check: |text| decide(is_timezone(text)),
};

/// The key of a properties file.
pub const CONFIG_KEY: Format = Format {
    expected: "a config key",
    help: "write the key as RocketMQ spells it: letters, digits, `.`, `_` and `-`, such as `flushDiskType`",
    pattern: Some("^[A-Za-z][A-Za-z0-9_.-]*$"),
    check: |text| decide(is_config_key(text)),
};

/// The value of a properties file: RocketMQ keeps blanks around it, and they break numbers and names.
pub const CONFIG_VALUE: Format = Format {
    expected: "a config value on one line",
    help: "write the value on one line, without blanks around it",
    pattern: None,
    check: |text| decide(has_no_control(text) && text.trim() == text),
};

/// The number of a broker group.
pub const GROUP_INDEX: Format = Format {
    expected: "the number of a broker group",
    help: "write the number of the group, counted from 0, as the key: `\"0\": {brokerName: broker-a}`",
    pattern: Some("^(0|[1-9][0-9]{0,3})$"),
    check: |text| decide(is_group_index(text)),
};

/// One option of the Java machine.
pub const JVM_OPTION: Format = Format {
    expected: "one option of the Java machine",
    help: "write each option as an item of its own that begins with `-`, such as `-XX:+UseG1GC`",
    pattern: Some("^-\\S"),
    check: check_jvm_option,
};

/// Memory that the options set would not be counted against the limit of the container.
fn check_jvm_option(text: &str) -> Result<(), Refusal> {
    if ["-Xms", "-Xmx"].iter().any(|option| text.starts_with(option)) {
        return Err(Refusal::Because("set `heap` instead: it is checked against the memory limit"));
    }
    if text.starts_with("-XX:MaxDirectMemorySize") {
        return Err(Refusal::Because("set `direct` of the brokers instead: it is checked against the memory limit"));
    }
    decide(text.starts_with('-') && text.len() > 1 && has_no_control(text) && text.trim() == text)
}

/// A member of a Raft group as DLedger writes it.
pub const PEER: Format = Format {
    expected: "a Raft peer",
    help: "write `ID-HOST:PORT` with an id of one letter and a number, such as `n0-broker-0.example.svc:40911`",
    pattern: Some("^[a-z][0-9]{1,4}-[a-z0-9.-]+:[0-9]{1,5}$"),
    check: |text| decide(is_peer(text)),
};

/// Two ports with a `-` between them.
pub const PORT_RANGE: Format = Format {
    expected: "a range of ports",
    help: "write the lowest and the highest port with `-` between them, such as `30000-32767`",
    pattern: Some("^[0-9]{1,5}-[0-9]{1,5}$"),
    check: |text| decide(PortRange::parse(text).is_some()),
};

fn check_version(text: &str) -> Result<(), Refusal> {
    let is_number = |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if text.split('.').count() == 3 && text.split('.').all(is_number) {
        return Ok(());
    }
    if text.strip_prefix('v').is_some_and(|rest| check_version(rest).is_ok()) {
        return Err(Refusal::Because("leave the `v` out"));
    }
    Err(Refusal::Plain)
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

fn is_image(text: &str) -> bool {
    let (rest, digest) = text.split_once('@').map_or((text, None), |(rest, digest)| (rest, Some(digest)));
    let colon = rest.rfind(':').filter(|colon| !rest.get(*colon..).unwrap_or_default().contains('/'));
    let (name, tag) =
        colon.and_then(|colon| rest.split_at_checked(colon)).map_or((rest, None), |(name, tag)| (name, Some(tag)));
    let tag_is_good = tag.is_none_or(|tag| is_tag(tag.trim_start_matches(':')));
    tag_is_good && digest.is_none_or(is_digest) && is_repository(name)
}

/// Every reader of references takes a first part without dot and port for a user of Docker Hub.
fn check_registry(text: &str) -> Result<(), Refusal> {
    let host = text.split('/').next().unwrap_or_default();
    if is_registry(text) && !host.contains(['.', ':']) && host != "localhost" {
        return Err(Refusal::Because(
            "write the host with its domain or its port, such as `registry.example:5000`: \
             a bare name is taken for a user of Docker Hub",
        ));
    }
    decide(is_registry(text))
}

fn is_registry(text: &str) -> bool {
    let (host, path) = text.split_once('/').map_or((text, None), |(host, path)| (host, Some(path)));
    is_host_and_port(host) && path.is_none_or(is_path_of_image)
}

/// A path of lower-case parts, perhaps with a registry in front.
fn is_repository(text: &str) -> bool {
    match text.split_once('/') {
        Some((host, path)) if host.contains(['.', ':']) => is_host_and_port(host) && is_path_of_image(path),
        _ => is_path_of_image(text),
    }
}

fn is_host_and_port(text: &str) -> bool {
    let (host, port) = text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port)));
    is_dns_name(&host.to_ascii_lowercase()) && port.is_none_or(is_port)
}

fn is_port(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok_and(|port| port > 0)
}

fn is_path_of_image(text: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_' | b'.');
    text.len() <= 255 && text.split('/').all(|part| part.bytes().all(is_inner) && has_alphanumeric_ends(part))
}

fn is_tag(text: &str) -> bool {
    let is_inner = |byte: u8| is_word(byte) || byte == b'.';
    (1..=128).contains(&text.len()) && text.bytes().all(is_inner) && !text.starts_with(['.', '-'])
}

fn is_pinned_tag(text: &str) -> bool {
    text.split_once('@').is_some_and(|(tag, digest)| is_tag(tag) && is_digest(digest))
}

fn is_digest(text: &str) -> bool {
    let is_hex = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f');
    text.strip_prefix("sha256:").is_some_and(|hex| hex.len() == 64 && hex.bytes().all(is_hex))
}

fn is_absolute_path(text: &str) -> bool {
    let is_good = has_no_control(text) && !text.contains([':', '\\']) && text.trim() == text && text.len() <= 4096;
    is_good && text.starts_with('/') && !text.split('/').any(|part| part == "..")
}

fn is_timezone(text: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|byte| is_word(byte) || byte == b'+');
    text.len() <= 64 && text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.split('/').all(is_part)
}

fn is_config_key(text: &str) -> bool {
    let is_good = text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.len() <= 128;
    is_good && text.bytes().all(|byte| is_word(byte) || byte == b'.')
}

fn is_group_index(text: &str) -> bool {
    let is_number = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number && (text == "0" || !text.starts_with('0'))
}

fn is_peer(text: &str) -> bool {
    let Some((id, address)) = text.split_once('-') else { return false };
    let Some((host, port)) = address.split_once(':') else { return false };
    let number = id.strip_prefix(|c: char| c.is_ascii_lowercase()).unwrap_or_default();
    is_group_index(number) && is_dns_name(host) && is_port(port)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images() {
        let digest = format!("sha256:{}", "0a".repeat(32));
        let pinned = format!("apache/rocketmq:4.9.7@{digest}");
        for (format, text, want) in [
            (&IMAGE, "apacherocketmq/rocketmq-dashboard:1.0.0", true),
            (&IMAGE, "registry.local:5000/a/b", true),
            (&IMAGE, "registry.local:5000/a/b:1", true),
            (&IMAGE, &pinned, true),
            (&IMAGE, "a b", false),
            (&IMAGE, "Apache/x", false),
            (&IMAGE, "https://a/b", false),
            (&IMAGE, "a:", false),
            (&IMAGE, "a@sha256:12", false),
            (&REGISTRY, "registry.local:5000", true),
            (&REGISTRY, "registry.local/mirror", true),
            (&REGISTRY, "https://registry.local", false),
            (&REGISTRY, "registry.local/", false),
            (&REGISTRY, "registry:99999", false),
            (&REGISTRY, "registry:5000", true),
            (&REGISTRY, "localhost/a", true),
            (&REGISTRY, "registry", false),
            (&REGISTRY, "registry/mirror", false),
            (&REPOSITORY, "apache/rocketmq", true),
            (&REPOSITORY, "apache/rocketmq:4.9.7", false),
            (&TAG, "4.9.7", true),
            (&TAG, &digest, true),
            (&TAG, &format!("4.9.7@{digest}"), true),
            (&TAG, "4.9.7@sha256:0a", false),
            (&TAG, &format!("@{digest}"), false),
            (&TAG, ":4", false),
            (&TAG, "a b", false),
        ] {
            assert_eq!(format.accepts(text), want, "{} {text}", format.expected);
        }
    }

    #[test]
    fn texts_of_rocketmq() {
        for (format, text, want) in [
            (&VERSION, "4.9.7", true),
            (&VERSION, "5.5.0", true),
            (&VERSION, "v4.9.7", false),
            (&VERSION, "4.9", false),
            (&VERSION, "4.9.x", false),
            (&VERSION, "latest", false),
            (&BROKER_NAME, "DefaultCluster", true),
            (&BROKER_NAME, "a b", false),
            (&BROKER_NAME, "-x", false),
            (&BROKER_NAME, "集群", false),
            (&CONFIG_KEY, "flushDiskType", true),
            (&CONFIG_KEY, "a b", false),
            (&CONFIG_KEY, "a=b", false),
            (&CONFIG_VALUE, "ASYNC_FLUSH", true),
            (&CONFIG_VALUE, "", true),
            (&CONFIG_VALUE, " x", false),
            (&CONFIG_VALUE, "a\nb", false),
            (&CONFIG_VALUE, "a\\b", true),
            (&GROUP_INDEX, "0", true),
            (&GROUP_INDEX, "12", true),
            (&GROUP_INDEX, "01", false),
            (&GROUP_INDEX, "a", false),
            (&JVM_OPTION, "-Xss1m", true),
            (&JVM_OPTION, "Xss1m", false),
            (&JVM_OPTION, "-", false),
            (&PEER, "n0-broker-0.broker.mq.svc:40911", true),
            (&PEER, "n0-10.0.0.1:40911", true),
            (&PEER, "broker-0:40911", false),
            (&PEER, "n0-broker", false),
            (&PORT_RANGE, "30000-32767", true),
            (&PORT_RANGE, "32767-30000", false),
            (&PORT_RANGE, "0-10", false),
            (&PORT_RANGE, "30000", false),
            (&PORT_RANGE, "30000-70000", false),
        ] {
            assert_eq!(format.accepts(text), want, "{} {text}", format.expected);
        }
    }

    #[test]
    fn paths_and_zones() {
        for (format, text, want) in [
            (&ABSOLUTE_PATH, "/var/lib/rocketmq", true),
            (&ABSOLUTE_PATH, "/", true),
            (&ABSOLUTE_PATH, "var/lib", false),
            (&ABSOLUTE_PATH, "/a/../b", false),
            (&ABSOLUTE_PATH, "C:\\data", false),
            (&TIMEZONE, "UTC", true),
            (&TIMEZONE, "Asia/Shanghai", true),
            (&TIMEZONE, "America/Argentina/Buenos_Aires", true),
            (&TIMEZONE, "Etc/GMT+8", true),
            (&TIMEZONE, "+08:00", false),
            (&TIMEZONE, "Asia/", false),
            (&TIMEZONE, "Asia Shanghai", false),
        ] {
            assert_eq!(format.accepts(text), want, "{} {text}", format.expected);
        }
    }
}
