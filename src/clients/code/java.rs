//! Plain Java with the client of Apache RocketMQ.

use super::{Language, Source};

pub(super) const LANGUAGE: Language = Language {
    word: "java",
    files: &[
        Source::Same("pom.xml", include_str!("../../../templates/clients/java/pom.xml")),
        Source::Template("Client.java", include_str!("../../../templates/clients/java/Client.java.j2")),
    ],
    run: "mvn -q compile exec:java",
};
