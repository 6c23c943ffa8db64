//! Whether RocketMQ reads a text as it was meant.

use std::fmt;

use super::entry::{Choices, Key, KeyType};

/// Why a value would not be read as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueProblem {
    /// Blanks at an end: kept by the reader, so that numbers and words no longer match.
    OuterBlanks,
    /// A line break or another control character.
    ControlCharacter(char),
    /// Not a boolean: RocketMQ reads it as `false`.
    NotBool,
    /// A boolean in another case: RocketMQ reads it, but shows it in lower case.
    BoolCase(bool),
    /// Not a Java `int`: RocketMQ keeps the default.
    NotInt,
    /// Not a Java `long`: RocketMQ keeps the default.
    NotLong,
    /// Not a decimal number: RocketMQ keeps the default.
    NotDouble,
    /// None of the words: RocketMQ keeps the default.
    NotOneOf(Choices),
}

impl fmt::Display for ValueProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OuterBlanks => write!(f, "expected no blank at either end"),
            Self::ControlCharacter(found) => write!(f, "expected one line of text, found the character {found:?}"),
            Self::NotBool => write!(f, "expected `true` or `false`"),
            Self::BoolCase(value) => write!(f, "expected `{value}` in lower case"),
            Self::NotInt => write!(f, "expected a whole number from {} to {}", i32::MIN, i32::MAX),
            Self::NotLong => write!(f, "expected a whole number from {} to {}", i64::MIN, i64::MAX),
            Self::NotDouble => write!(f, "expected a decimal number"),
            Self::NotOneOf(choices) => {
                let words: Vec<String> = choices.words().map(|word| format!("`{word}`")).collect();
                write!(f, "expected one of {}", words.join(", "))
            }
        }
    }
}

/// Checks a value by the rules of `MixAll.properties2Object` (4.9.3 `common/.../MixAll.java:317`), which has no way to complain.
///
/// Outer blanks are refused for every type: 4.9.3 to 5.1.4 keep them, later versions trim text only.
///
/// # Errors
///
/// Returns the first reason why the value would be read as something else.
pub fn check_value(key: &Key, text: &str) -> Result<(), ValueProblem> {
    if let Some(found) = text.chars().find(|character| character.is_control()) {
        return Err(ValueProblem::ControlCharacter(found));
    }
    if text.trim() != text {
        return Err(ValueProblem::OuterBlanks);
    }
    let require = |is_read: bool, problem| if is_read { Ok(()) } else { Err(problem) };
    match key.kind {
        KeyType::String => Ok(()),
        KeyType::Bool => check_bool(text),
        KeyType::Int => require(text.parse::<i32>().is_ok(), ValueProblem::NotInt),
        KeyType::Long => require(text.parse::<i64>().is_ok(), ValueProblem::NotLong),
        KeyType::Double => require(is_decimal(text), ValueProblem::NotDouble),
        KeyType::Enum(choices) => require(choices.iter().any(|choice| choice == text), ValueProblem::NotOneOf(choices)),
    }
}

fn check_bool(text: &str) -> Result<(), ValueProblem> {
    match text {
        "true" | "false" => Ok(()),
        _ if text.eq_ignore_ascii_case("true") => Err(ValueProblem::BoolCase(true)),
        _ if text.eq_ignore_ascii_case("false") => Err(ValueProblem::BoolCase(false)),
        _ => Err(ValueProblem::NotBool),
    }
}

fn is_decimal(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
    text.bytes().all(is_plain) && text.parse::<f64>().is_ok_and(f64::is_finite)
}

#[cfg(test)]
mod tests {
    use super::super::super::Version;
    use super::super::for_version;
    use super::*;

    fn check(name: &str, text: &str) -> Result<(), ValueProblem> {
        let table = for_version(Version::new(5, 5, 0)).table().unwrap();
        check_value(&table.broker_key(name).unwrap(), text)
    }

    #[test]
    fn values_are_read_as_java_reads_them() {
        for (name, text) in [
            ("listenPort", "10911"),
            ("listenPort", "+10911"),
            ("listenPort", "-1"),
            ("fileReservedTime", "72"),
            ("autoCreateTopicEnable", "false"),
            ("flushDiskType", "ASYNC_FLUSH"),
            ("metricsExporterType", "PROM"),
            ("metricsExporterType", "2"),
            ("brokerName", ""),
            ("deleteWhen", "04"),
            ("maxErrorRateOfBloomFilter", "20"),
        ] {
            assert_eq!(check(name, text), Ok(()), "{name}={text}");
        }
    }

    #[test]
    fn misread_values_are_refused() {
        for (name, text, want) in [
            ("listenPort", "10911 ", ValueProblem::OuterBlanks),
            ("listenPort", "2147483648", ValueProblem::NotInt),
            ("listenPort", "", ValueProblem::NotInt),
            ("listenPort", "10_911", ValueProblem::NotInt),
            ("brokerId", "1L", ValueProblem::NotLong),
            ("autoCreateTopicEnable", "flase", ValueProblem::NotBool),
            ("autoCreateTopicEnable", "yes", ValueProblem::NotBool),
            ("autoCreateTopicEnable", "True", ValueProblem::BoolCase(true)),
            ("brokerName", "a\nb", ValueProblem::ControlCharacter('\n')),
            ("brokerName", " a", ValueProblem::OuterBlanks),
        ] {
            assert_eq!(check(name, text), Err(want), "{name}={text}");
        }
        let problem = check("flushDiskType", "async_flush").unwrap_err().to_string();
        assert_eq!(problem, "expected one of `SYNC_FLUSH`, `ASYNC_FLUSH`");
    }

    #[test]
    fn numbers_for_words_are_taken_but_not_advertised() {
        let problem = check("metricsExporterType", "PROMETHEUS").unwrap_err().to_string();
        assert_eq!(problem, "expected one of `DISABLE`, `OTLP_GRPC`, `PROM`, `LOG`");
    }
}
