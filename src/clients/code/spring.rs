//! Spring Boot with the RocketMQ starter.

use super::{Language, Source};

pub(super) const LANGUAGE: Language = Language {
    word: "spring",
    files: &[
        Source::Same("pom.xml", include_str!("../../../templates/clients/spring/pom.xml")),
        Source::Template("application.yml", include_str!("../../../templates/clients/spring/application.yml.j2")),
        Source::Template("Application.java", include_str!("../../../templates/clients/spring/Application.java.j2")),
    ],
    run: "mvn -q compile spring-boot:run",
};
