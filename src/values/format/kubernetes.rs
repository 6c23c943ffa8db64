//! Forms that the Kubernetes API server demands.

use super::super::Quantity;
use super::{Format, Refusal, decide, has_alphanumeric_ends, is_dns_name};

/// Any text, of one line or of many.
pub const TEXT: Format = Format {
    expected: "text without control characters",
    help: "write the text without control characters other than line ends and tabs",
    pattern: None,
    check: |text| decide(!text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t'))),
};

/// The name of an object.
pub const NAME: Format = Format {
    expected: "a name as Kubernetes takes it",
    help: "write lower-case letters, digits, `-` and `.`, with a letter or digit at both ends, at most 253 characters",
    pattern: Some("^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$"),
    check: |text| decide(is_dns_name(text)),
};

/// The name of a Secret that exists.
pub const SECRET_NAME: Format = Format {
    expected: "the name of a Secret",
    help: "write the name of a Secret in the namespace of the release, not its content",
    pattern: NAME.pattern,
    check: NAME.check,
};

/// The key of a label that is only read, such as one of a node.
pub const LABEL_KEY: Format = Format {
    expected: "a label key",
    help: "write `name` or `domain/name`: at most 63 letters, digits, `-`, `_` and `.` after the slash",
    pattern: Some("^([a-z0-9][a-z0-9.-]*/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$"),
    check: |text| decide(is_qualified_name(text)),
};

/// The key of a label that `rmq` writes for the user.
pub const OWN_LABEL_KEY: Format = Format { check: check_own_label, ..LABEL_KEY };

/// The key of an annotation.
pub const ANNOTATION_KEY: Format = Format { expected: "an annotation key", ..LABEL_KEY };

/// The value of a label.
pub const LABEL_VALUE: Format = Format {
    expected: "a label value",
    help: "write at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends",
    pattern: Some("^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$"),
    check: |text| decide(text.is_empty() || is_label_text(text)),
};

/// The name of a resource of a container.
pub const RESOURCE_NAME: Format = Format {
    expected: "the name of a resource",
    help: "write `cpu`, `memory`, `ephemeral-storage`, `hugepages-SIZE`, or a name with a domain such as `vendor.com/nic`",
    pattern: LABEL_KEY.pattern,
    check: check_resource,
};

/// An amount, zero included.
pub const QUANTITY: Format = Format {
    expected: "a quantity",
    help: "write a number with at most one suffix: `m`, `k`, `M`, `G`, `T`, `Ki`, `Mi`, `Gi`, `Ti`",
    pattern: Some("^\\+?([0-9]+\\.?[0-9]*|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$"),
    check: check_quantity,
};

/// A size in bytes; the smallest of them is a mebibyte, because a smaller one is a forgotten suffix.
pub const SIZE: Format = Format {
    expected: "a size of 1Mi or more",
    help: "write a number of bytes with a suffix, such as `512Mi` or `20Gi`",
    pattern: QUANTITY.pattern,
    check: check_size,
};

fn check_quantity(text: &str) -> Result<(), Refusal> {
    if Quantity::parse(text).is_some() {
        return Ok(());
    }
    let lower = text.to_ascii_lowercase();
    Err(match () {
        () if text.starts_with('-') => Refusal::Because("write an amount that is not negative"),
        () if lower.ends_with('b') => {
            Refusal::Because("leave the `B` out: Kubernetes writes `Gi` for 1024^3 bytes and `G` for 1000^3 bytes")
        }
        () if text.contains(char::is_whitespace) => Refusal::Because("write the number and its suffix without a space"),
        () if is_miscased(text) => Refusal::Because("mind the case: `Ki`, `Mi`, `Gi`, `Ti`, but `k` and `m`"),
        () => Refusal::Plain,
    })
}

/// A suffix that another case would make right.
fn is_miscased(text: &str) -> bool {
    let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let suffix = text.get(number.len()..).unwrap_or_default().to_ascii_lowercase();
    let proper = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "k", "G", "T", "P"];
    proper.iter().any(|known| known.to_ascii_lowercase() == suffix)
}

fn check_size(text: &str) -> Result<(), Refusal> {
    check_quantity(text)?;
    let quantity = Quantity::parse(text);
    if text.ends_with('m') {
        return Err(Refusal::Because("write `M` or `Mi`: the suffix `m` means a thousandth of a byte"));
    }
    let is_bare = text.bytes().all(|byte| byte.is_ascii_digit());
    if quantity.is_some_and(|quantity| quantity.units() >= 1 << 20) {
        return Ok(());
    }
    let forgotten = Refusal::Because("add a suffix, such as `Mi` or `Gi`: a bare number means bytes");
    Err(if is_bare { forgotten } else { Refusal::Plain })
}

fn check_own_label(text: &str) -> Result<(), Refusal> {
    let is_ours = ["app.kubernetes.io/", "rmq.dev/"].iter().any(|prefix| text.starts_with(prefix));
    if is_ours {
        return Err(Refusal::Because(
            "leave it out: `rmq` sets the labels under `app.kubernetes.io/` and `rmq.dev/` itself, and selectors use them",
        ));
    }
    decide(is_qualified_name(text))
}

fn check_resource(text: &str) -> Result<(), Refusal> {
    let is_native = matches!(text, "cpu" | "memory" | "ephemeral-storage") || text.starts_with("hugepages-");
    decide((is_native || text.contains('/')) && is_qualified_name(text))
}

fn is_qualified_name(text: &str) -> bool {
    match text.split_once('/') {
        Some((domain, name)) => is_dns_name(domain) && is_label_text(name),
        None => is_label_text(text),
    }
}

fn is_label_text(text: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    text.len() <= 63 && text.bytes().all(is_inner) && has_alphanumeric_ends(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_labels_and_amounts() {
        let long = "a".repeat(64);
        for (format, text, want) in [
            (&NAME, "fast-ssd", true),
            (&NAME, "a.b", true),
            (&NAME, "Fast", false),
            (&NAME, "", false),
            (&NAME, &long, false),
            (&LABEL_KEY, "kubernetes.io/hostname", true),
            (&LABEL_KEY, "team", true),
            (&LABEL_KEY, "a/b/c", false),
            (&LABEL_KEY, "/b", false),
            (&LABEL_KEY, &long, false),
            (&OWN_LABEL_KEY, "team", true),
            (&OWN_LABEL_KEY, "app.kubernetes.io/name", false),
            (&OWN_LABEL_KEY, "rmq.dev/group", false),
            (&LABEL_VALUE, "", true),
            (&LABEL_VALUE, "v1.2_x-y", true),
            (&LABEL_VALUE, "a b", false),
            (&LABEL_VALUE, &long, false),
            (&RESOURCE_NAME, "cpu", true),
            (&RESOURCE_NAME, "hugepages-2Mi", true),
            (&RESOURCE_NAME, "nvidia.com/gpu", true),
            (&RESOURCE_NAME, "ram", false),
            (&QUANTITY, "0", true),
            (&QUANTITY, "500m", true),
            (&QUANTITY, "2GB", false),
            (&SIZE, "20Gi", true),
            (&SIZE, "0", false),
            (&SIZE, "512", false),
            (&SIZE, "1048576", true),
            (&SIZE, "512Ki", false),
            (&SIZE, "512m", false),
            (&SIZE, "20gi", false),
        ] {
            assert_eq!(format.accepts(text), want, "{} {text}", format.expected);
        }
    }

    #[test]
    fn wrong_suffixes_get_a_fitting_help() {
        for (text, word) in
            [("2GB", "leave the `B`"), ("2gi", "mind the case"), ("2 Gi", "without a space"), ("-1", "not negative")]
        {
            let Err(Refusal::Because(help)) = check_quantity(text) else { panic!("{text}") };
            assert!(help.contains(word), "{text}: {help}");
        }
    }
}
