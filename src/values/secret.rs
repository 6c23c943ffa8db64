//! Which values must not be shown.

/// What stands in the place of a secret.
pub const MASK: &str = "********";

const WORDS: [&str; 7] = ["password", "passwd", "secret", "token", "credential", "accesskey", "privatekey"];

/// Returns true when the name of a free key says that its value is secret.
///
/// It is asked about names that the user chose (config keys, keys inside Kubernetes objects); the fields of the table
/// say it themselves.
#[must_use]
pub fn is_secret_name(name: &str) -> bool {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    WORDS.iter().any(|word| plain.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_promise_a_secret() {
        for (name, want) in [
            ("accessKey", true),
            ("rocketmq.config.secret-key", true),
            ("DB_PASSWORD", true),
            ("tls.client.keyPassword", true),
            ("access_key", true),
            ("flushDiskType", false),
            ("brokerName", false),
        ] {
            assert_eq!(is_secret_name(name), want, "{name}");
        }
    }
}
