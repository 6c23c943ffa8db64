//! The forms that texts among the values may have.
//!
//! A form knows what it expects in words, how it is repaired, and, where one exists, the pattern for the JSON schema.

mod address;
mod kubernetes;
mod misc;
mod patch;

pub use address::{ADDRESS, CLUSTER_DOMAIN, DOMAIN};
pub use kubernetes::{
    ANNOTATION_KEY, LABEL_KEY, LABEL_VALUE, NAME, OWN_LABEL_KEY, QUANTITY, RESOURCE_NAME, SECRET_NAME, SIZE, TEXT,
};
pub use misc::{
    ABSOLUTE_PATH, BROKER_NAME, CONFIG_KEY, CONFIG_VALUE, GROUP_INDEX, IMAGE, JVM_OPTION, PEER, PORT_RANGE, REGISTRY,
    REPOSITORY, TAG, TIMEZONE, VERSION,
};
pub use patch::{KIND, PATCH_OPERATION, POINTER};

/// The form of a text.
#[derive(Debug)]
pub struct Format {
    /// What is expected, with an article.
    pub expected: &'static str,
    /// How to write it: an imperative clause.
    pub help: &'static str,
    /// A pattern in the dialect of JSON schema that accepts every text that the form accepts, and perhaps more.
    pub pattern: Option<&'static str>,
    /// Decides; a refusal may bring a better help.
    pub check: fn(&str) -> Result<(), Refusal>,
}

/// Why a text does not have the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The help of the form says what to do.
    Plain,
    /// This help fits better.
    Because(&'static str),
}

impl Format {
    /// Returns true when the text has the form.
    #[must_use]
    pub fn accepts(&self, text: &str) -> bool {
        (self.check)(text).is_ok()
    }
}

fn decide(accepted: bool) -> Result<(), Refusal> {
    if accepted { Ok(()) } else { Err(Refusal::Plain) }
}

/// Letters, digits and inner `-`: one part of a DNS name in Kubernetes.
fn is_dns_label(text: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    text.len() <= 63 && text.bytes().all(is_inner) && has_alphanumeric_ends(text)
}

/// DNS labels with dots between them.
fn is_dns_name(text: &str) -> bool {
    text.len() <= 253 && text.split('.').all(is_dns_label)
}

fn has_alphanumeric_ends(text: &str) -> bool {
    let is_end = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    is_end(text.as_bytes().first()) && is_end(text.as_bytes().last())
}

fn has_no_control(text: &str) -> bool {
    !text.chars().any(char::is_control)
}
