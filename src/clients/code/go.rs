//! Go with the client of Apache RocketMQ.

use super::{Language, Source};

pub(super) const LANGUAGE: Language = Language {
    word: "go",
    files: &[
        Source::Same("go.mod", include_str!("../../../templates/clients/go/go.mod")),
        Source::Same("go.sum", include_str!("../../../templates/clients/go/go.sum")),
        Source::Template("main.go", include_str!("../../../templates/clients/go/main.go.j2")),
    ],
    run: "go run .",
};
