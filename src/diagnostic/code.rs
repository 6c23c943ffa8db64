//! The codes of findings: permanent, never used again for something else.
//!
//! Blocks: 0xx the input of `rmq` itself, 1xx any manifest, 2xx name server, 3xx broker, 4xx controller and peers,
//! 5xx proxy and listeners, 6xx storage, 7xx security, 8xx upgrade.

use std::fmt;

/// A permanent code with its readable name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// The number behind `RMQ`, printed with three digits.
    pub number: u16,
    /// The name: kebab case, it names the flaw.
    pub name: &'static str,
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RMQ{:03}", self.number)
    }
}

macro_rules! codes {
    (
        $(#[doc = $about:literal])+ $table:ident:
        $($(#[doc = $doc:literal])+ $constant:ident = $number:literal $name:literal;)+
    ) => {
        $($(#[doc = $doc])+ pub const $constant: Code = Code { number: $number, name: $name };)+

        $(#[doc = $about])+
        pub const $table: &[(Code, &str)] = &[$(($constant, concat!($($doc),+)),)+];
    };
}

codes! {
    /// The codes of block 0xx, each with what it means.
    INPUT_CODES:
    /// The text is not YAML as Kubernetes reads it.
    INVALID_YAML = 1 "invalid-yaml";
    /// A key stands twice in one mapping of the values.
    DUPLICATE_KEY = 2 "duplicate-key";
    /// The values hold more than one YAML document.
    SEVERAL_DOCUMENTS = 3 "several-documents";
    /// The values are not a mapping.
    NOT_A_MAPPING = 4 "not-a-mapping";
    /// The input is larger than `rmq` reads.
    INPUT_TOO_LARGE = 5 "input-too-large";
    /// The input is not UTF-8 text.
    NOT_UTF8 = 6 "not-utf8";
    /// A file cannot be read or written.
    UNREADABLE_FILE = 7 "unreadable-file";
    /// A document is of another apiVersion or kind than the command takes.
    WRONG_KIND = 8 "wrong-kind";
    /// No field of the values has this name.
    UNKNOWN_KEY = 10 "unknown-key";
    /// A value is of another type than its field.
    WRONG_TYPE = 11 "wrong-type";
    /// A number lies outside the range of its field.
    OUT_OF_RANGE = 12 "out-of-range";
    /// A value has the right type, but its field cannot take it.
    INVALID_VALUE = 13 "invalid-value";
    /// A `--set` expression cannot be read.
    INVALID_SET = 14 "invalid-set";
    /// Two inputs contradict each other.
    CONTRADICTION = 15 "contradiction";
    /// A name is not valid in Kubernetes or in DNS.
    INVALID_NAME = 16 "invalid-name";
    /// A key is set that the rest of the values makes ineffective.
    IGNORED_KEY = 17 "ignored-key";
    /// The RocketMQ version is not known.
    UNKNOWN_VERSION = 18 "unknown-version";
    /// The RocketMQ version lies between two known ones.
    VERSION_BETWEEN_TABLES = 19 "version-between-tables";
    /// `--only` names nothing that is rendered.
    NOTHING_SELECTED = 20 "nothing-selected";
    /// A manifest of an earlier run lies beside those that were written.
    STALE_FILE = 21 "stale-file";
    /// More is wrong than is worth printing.
    TOO_MANY_FINDINGS = 22 "too-many-findings";
    /// A `ConfigMap` would be larger than Kubernetes takes.
    CONFIG_TOO_LARGE = 23 "config-too-large";
    /// A changed document would not be read as planned: a defect of `rmq`.
    NOT_READ_BACK = 24 "not-read-back";
    /// A patch is for an object that is not rendered.
    PATCH_WITHOUT_TARGET = 25 "patch-without-target";
    /// A patch cannot be applied to its object.
    PATCH_NOT_APPLICABLE = 26 "patch-not-applicable";
    /// A patch changes what `rmq` works out itself and relies on.
    PATCHED_FACT = 27 "patched-fact";
    /// A stream of manifests holds no object.
    EMPTY_STREAM = 28 "empty-stream";
    /// Brokers are not advertised by names, so there is none to resolve.
    NOTHING_TO_RESOLVE = 29 "nothing-to-resolve";
    /// A hosts line needs an IPv4 address, but the values give a node by name.
    NODE_WITHOUT_ADDRESS = 30 "node-without-address";
    /// CoreDNS cannot read a Corefile.
    COREFILE_SYNTAX = 31 "corefile-syntax";
    /// A stream of manifests holds no Corefile that can be changed, or several.
    NO_COREFILE = 32 "no-corefile";
    /// No server block of a Corefile answers the names, or more than one.
    SERVER_BLOCK_UNCLEAR = 33 "server-block-unclear";
    /// What cannot be seen from a Corefile decides: a file, an import, a variable of the environment.
    COREFILE_UNSEEN = 34 "corefile-unseen";
    /// A line of somebody else leads a name of the cluster already.
    NAME_TAKEN = 35 "name-taken";
    /// The marked lines of a cluster are not whole, or not there.
    BROKEN_MARKERS = 36 "broken-markers";
    /// A `hosts` block of a Corefile cannot take lines.
    HOSTS_UNFIT = 37 "hosts-unfit";
    /// A Corefile cannot take the lines of this strategy.
    STRATEGY_UNFIT = 38 "strategy-unfit";
    /// Something in a Corefile may be a surprise, with our lines or without.
    COREFILE_BEHAVIOUR = 39 "corefile-behaviour";
    /// A strategy cannot work on a distribution of Kubernetes.
    STRATEGY_NOT_SUPPORTED = 40 "strategy-not-supported";
    /// `NodeLocal DNSCache` does not ask `CoreDNS` for names outside of the cluster domain.
    NODE_LOCAL_BYPASS = 41 "node-local-bypass";
    /// Names are those of Services, or could be.
    SERVICES_SHADOWED = 42 "services-shadowed";
    /// The domain of names belongs to others, or is resolved in another way.
    FOREIGN_DOMAIN = 43 "foreign-domain";
    /// Names of one label are first looked for in the search list of a Pod.
    SINGLE_LABEL = 44 "single-label";
    /// No client at the position that was asked for can reach the cluster.
    OUT_OF_REACH = 60 "out-of-reach";
    /// The value cannot be changed where it stands in the text.
    NOT_EDITABLE = 61 "not-editable";
    /// A template of `rmq` cannot be rendered: a defect of `rmq`.
    TEMPLATE_FAILURE = 90 "template-failure";
}

codes! {
    /// The codes of block 1xx, each with what it means.
    MANIFEST_CODES:
    /// The kind of the object has no field of this name.
    UNKNOWN_FIELD = 101 "unknown-field";
    /// A value is of another type than its field has in Kubernetes.
    WRONG_FIELD_TYPE = 102 "wrong-field-type";
    /// An object is so large, or so strange to `rmq`, that its fields were not all checked.
    UNCHECKED_OBJECT = 103 "unchecked-object";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_ascend_and_names_differ() {
        let codes = [INPUT_CODES, MANIFEST_CODES].concat();
        let numbers: Vec<u16> = codes.iter().map(|(code, _)| code.number).collect();
        assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
        let mut names: Vec<&str> = codes.iter().map(|(code, _)| code.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), codes.len());
        assert_eq!(UNKNOWN_KEY.to_string(), "RMQ010");
    }
}
