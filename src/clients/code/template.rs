//! The templates of programs: every value becomes a string literal, which Java, Go and YAML read alike.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value};
use serde::Serialize;

use crate::diagnostic::{Diagnostic, Diagnostics, code};

/// What a template may use.
#[derive(Serialize)]
pub(super) struct Context {
    /// Lines for the comment at its head.
    pub(super) about: Vec<String>,
    /// Each `host:port`.
    pub(super) name_servers: Vec<String>,
    /// The same with `;` between them.
    pub(super) name_server_list: String,
    /// The topic.
    pub(super) topic: &'static str,
    /// The group of consumers.
    pub(super) group: &'static str,
    /// What to check when it fails, line by line.
    pub(super) advice: Vec<String>,
}

const FUEL: u64 = 1_000_000;

pub(super) fn render(name: &str, text: &str, context: &Context) -> Result<String, Diagnostics> {
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    environment.set_syntax(syntax.map_err(|error| failure(name, &error))?);
    environment.set_formatter(literal);
    environment.add_filter("comment", comment);
    environment.render_str(text, Value::from(Serde(context))).map_err(|error| failure(name, &error))
}

/// JSON's string literals are those of Java, Go and YAML as far as printable text goes.
fn literal(output: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let text = value.as_str().ok_or_else(|| Error::new(ErrorKind::BadEscape, "not a text"))?;
    if value.is_safe() {
        return output.write_str(text).map_err(Error::from);
    }
    let quoted = serde_json::to_string(text).map_err(|_| Error::new(ErrorKind::BadEscape, "no literal"))?;
    output.write_str(&quoted).map_err(Error::from)
}

/// Java reads escapes in comments too.
fn comment(text: &str) -> Value {
    Value::from_safe_string(text.chars().filter(|character| !character.is_control() && *character != '\\').collect())
}

fn failure(name: &str, error: &Error) -> Diagnostics {
    let line = error.line().unwrap_or(0);
    Diagnostic::error(code::TEMPLATE_FAILURE, format!("{name}:{line} cannot be made: {}", error.kind()))
        .help("this is a defect of rmq: please report it together with the values, without secrets")
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn empty() -> Context {
        Context {
            about: Vec::new(),
            name_servers: Vec::new(),
            name_server_list: String::new(),
            topic: "t",
            group: "g",
            advice: Vec::new(),
        }
    }

    #[test]
    fn no_value_ends_its_literal_or_its_comment() {
        let hostile = "a\"; panic(\"\\u0022)\n*/ # {{ topic }}";
        let context = Context { about: vec![hostile.to_owned()], name_server_list: hostile.to_owned(), ..empty() };
        let text = "{% for line in about %}\n// {{ line | comment }}\n{% endfor %}\n= {{ name_server_list }};\n";
        let rendered = render("x", text, &context).unwrap();
        assert_eq!(
            rendered,
            "// a\"; panic(\"u0022)*/ # {{ topic }}\n= \"a\\\"; panic(\\\"\\\\u0022)\\n*/ # {{ topic }}\";\n"
        );
    }

    #[test]
    fn a_missing_value_is_a_defect_that_names_no_value() {
        let context = Context { name_server_list: "s3cret".into(), ..empty() };
        let found = render("main.go", "{{ nothing }}", &context).unwrap_err();
        let text = format!("{found:?}");
        assert!(text.contains("main.go:1 cannot be made") && !text.contains("s3cret"), "{text}");
    }
}
