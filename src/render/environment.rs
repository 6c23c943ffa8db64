//! The template engine: strict about missing values, with a formatter that no value can break out of.

use std::collections::BTreeSet;

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value};

use super::filters;
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::yaml;

/// Enough for a ConfigMap with some thousand entries, and an end to a loop that has none.
const FUEL: u64 = 10_000_000;

macro_rules! templates {
    ($($name:literal),+ $(,)?) => {
        /// Every template with its text.
        pub(super) const TEMPLATES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../templates/", $name)))),+];
    };
}

templates! {
    "_container.yaml.j2",
    "_metadata.yaml.j2",
    "_pod.yaml.j2",
    "broker-statefulset.yaml.j2",
    "config.yaml.j2",
    "console-deployment.yaml.j2",
    "console-service.yaml.j2",
    "disruption-budget.yaml.j2",
    "exporter-deployment.yaml.j2",
    "headless-service.yaml.j2",
    "local-volume.yaml.j2",
    "logback.xml.j2",
    "metrics-service.yaml.j2",
    "namesrv-statefulset.yaml.j2",
    "node-port-service.yaml.j2",
    "service-account.yaml.j2",
    "smoke-test-job.yaml.j2",
    "toolbox-deployment.yaml.j2",
}

/// The engine with the templates that were used so far: compiling all of them costs more than a small render.
pub(super) struct Templates {
    environment: Environment<'static>,
    compiled: BTreeSet<&'static str>,
}

impl Templates {
    pub(super) fn new() -> Result<Self, Diagnostics> {
        let mut environment = Environment::empty();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment.set_syntax(whitespace().map_err(|error| failure(&error))?);
        environment.set_formatter(format);
        environment.add_filter("block", filters::block);
        environment.add_filter("present", filters::present);
        environment.add_filter("items", filters::items);
        environment.add_filter("literal", filters::literal);
        Ok(Self { environment, compiled: BTreeSet::new() })
    }

    pub(super) fn render(&mut self, name: &'static str, context: Value) -> Result<String, Diagnostics> {
        self.compile(name).and_then(|()| self.environment.get_template(name)?.render(context)).map_err(|e| failure(&e))
    }

    fn compile(&mut self, name: &'static str) -> Result<(), Error> {
        if !self.compiled.insert(name) {
            return Ok(());
        }
        let text = text_of(name)?;
        for partial in partials(text) {
            self.compile(partial)?;
        }
        self.environment.add_template(name, text)
    }
}

/// A line that holds only a tag leaves no line behind.
fn whitespace() -> Result<SyntaxConfig, Error> {
    SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()
}

fn text_of(name: &str) -> Result<&'static str, Error> {
    let found = TEMPLATES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text);
    found.ok_or_else(|| Error::new(ErrorKind::TemplateNotFound, "no such template"))
}

/// The templates that a template includes.
fn partials(text: &str) -> impl Iterator<Item = &str> {
    text.split("{% include \"").skip(1).filter_map(|rest| rest.split('"').next())
}

/// Writes a scalar so that every YAML reader understands it as it was meant; refuses what is not one.
fn format(output: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if value.is_safe() {
        return output.write_str(value.as_str().unwrap_or_default()).map_err(Error::from);
    }
    match (value.as_str(), value.is_number()) {
        (Some(text), _) if state.name().ends_with(".xml.j2") => output.write_str(&escape_xml(text))?,
        (Some(text), _) => output.write_str(&yaml::write::scalar(text))?,
        (None, true) => output.write_fmt(format_args!("{value}"))?,
        (None, false) => return Err(Error::new(ErrorKind::BadEscape, format!("a {} is no scalar", value.kind()))),
    }
    Ok(())
}

fn escape_xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The engine's own words name templates and kinds, never values: values can be secrets.
fn failure(error: &Error) -> Diagnostics {
    let place = format!("{}:{}", error.name().unwrap_or("a template"), error.line().unwrap_or(0));
    Diagnostic::error(code::TEMPLATE_FAILURE, format!("{place} cannot be rendered: {}", error.kind()))
        .help("this is a defect of rmq: please report it together with the values, without secrets")
        .into()
}
