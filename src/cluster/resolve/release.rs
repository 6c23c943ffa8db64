//! The release's name and namespace, from the command line and from the document.

use super::Input;
use crate::cluster::{Release, naming};
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::values::Located;

const DEFAULT_NAME: &str = "rocketmq";
const DEFAULT_NAMESPACE: &str = "default";

/// The name and namespace that the caller asked for, if it did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestedRelease {
    /// The name.
    pub name: Option<String>,
    /// The Kubernetes namespace.
    pub namespace: Option<String>,
    /// The namespace that Helm hands to its plugins: that of its own `-n`, else of the kube context, else `default`.
    pub helm_namespace: Option<String>,
}

/// One of the two, with the place where it was asked for.
struct Wish<'a> {
    text: &'a str,
    place: &'static str,
    help: String,
}

impl RequestedRelease {
    /// Returns the Kubernetes namespace of objects that name none, where the caller is sure of it.
    #[must_use]
    pub fn known_namespace(&self) -> Option<&str> {
        self.namespace.as_deref().or_else(|| self.helm_wish())
    }

    fn helm_wish(&self) -> Option<&str> {
        self.helm_namespace.as_deref().filter(|text| *text != DEFAULT_NAMESPACE)
    }

    fn name_wish(&self) -> Option<Wish<'_>> {
        self.name.as_deref().map(|text| Wish::on_command_line("name", text))
    }

    /// Helm takes `-n` away from the arguments of its plugins and always hands over a namespace.
    ///
    /// `default` is what it hands over when nobody asked for anything, so that is no wish.
    fn namespace_wish(&self) -> Option<Wish<'_>> {
        let given = self.namespace.as_deref().map(|text| Wish::on_command_line("namespace", text));
        given.or_else(|| self.helm_wish().map(Wish::from_helm))
    }
}

impl<'a> Wish<'a> {
    fn on_command_line(what: &str, text: &'a str) -> Self {
        let help = format!("leave one of them out, or write the same {what} in both");
        Self { text, place: "on the command line", help }
    }

    fn from_helm(text: &'a str) -> Self {
        let help = "give the namespace of the document to Helm with `-n`, or leave it out of the document; \
                    without `-n` Helm takes HELM_NAMESPACE or the namespace of the kube context";
        Self { text, place: "for Helm", help: help.to_owned() }
    }
}

pub(super) fn release(
    input: &Input<'_>,
    requested: &RequestedRelease,
    diagnostics: &mut Diagnostics,
) -> Option<Release> {
    let loaded = input.loaded;
    let name = agree("name", requested.name_wish(), loaded.name.as_ref(), DEFAULT_NAME);
    let namespace = agree("namespace", requested.namespace_wish(), loaded.namespace.as_ref(), DEFAULT_NAMESPACE);
    let release = match (name, namespace) {
        (Ok(name), Ok(namespace)) => Release { name, namespace },
        (name, namespace) => {
            [name, namespace].into_iter().filter_map(Result::err).for_each(|error| diagnostics.push(*error));
            return None;
        }
    };
    let found = [
        check_label("name", &release.name, loaded.name.as_ref(), true),
        check_label("namespace", &release.namespace, loaded.namespace.as_ref(), false),
        check_lengths(input, &release),
    ];
    let sound = found.iter().all(Option::is_none);
    found.into_iter().flatten().for_each(|finding| diagnostics.push(finding));
    sound.then_some(release)
}

fn agree(
    what: &str,
    wish: Option<Wish<'_>>,
    written: Option<&Located>,
    default: &str,
) -> Result<String, Box<Diagnostic>> {
    match (wish, written) {
        (Some(wish), Some(written)) if wish.text != written.text => {
            let message =
                format!("the {what} is `{}` {}, but `{}` in the document", wish.text, wish.place, written.text);
            let error = Diagnostic::error(code::CONTRADICTION, message)
                .at(written.location)
                .path(format!("metadata.{what}"))
                .help(wish.help);
            Err(Box::new(error))
        }
        (Some(wish), _) => Ok(wish.text.to_owned()),
        (None, Some(written)) => Ok(written.text.clone()),
        (None, None) => Ok(default.to_owned()),
    }
}

/// A Service name must begin with a letter (RFC 1035), a namespace need not (RFC 1123).
fn check_label(what: &str, value: &str, written: Option<&Located>, letter_first: bool) -> Option<Diagnostic> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let starts = value.starts_with(|c: char| c.is_ascii_lowercase() || (!letter_first && c.is_ascii_digit()));
    let ends = value.ends_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    if value.chars().all(allowed) && starts && ends && value.len() <= naming::LABEL_LIMIT {
        return None;
    }
    let begin = if letter_first { "a letter" } else { "a letter or digit" };
    let shown: String = value.chars().take(naming::LABEL_LIMIT).collect();
    Some(
        Diagnostic::error(code::INVALID_NAME, format!("the {what} `{}` is not a DNS label", shown.escape_debug()))
            .at(written.and_then(|written| written.location))
            .help(format!(
                "use at most 63 lower-case letters, digits and `-`, beginning with {begin}, not ending with `-`"
            )),
    )
}

fn check_lengths(input: &Input<'_>, release: &Release) -> Option<Diagnostic> {
    let last_group = naming::broker_group(&release.name, input.values.broker.groups.saturating_sub(1));
    let names = [
        ("StatefulSet", naming::name_servers(&release.name), naming::STATEFUL_SET_NAME_LIMIT),
        ("StatefulSet", last_group, naming::STATEFUL_SET_NAME_LIMIT),
        ("Service", naming::metrics(&release.name), naming::LABEL_LIMIT),
        ("Job", naming::smoke_test(&release.name, "000000"), naming::LABEL_LIMIT),
    ];
    let over = |(_, name, limit): &(&str, String, usize)| name.len().saturating_sub(*limit);
    let (kind, name, limit) = names.iter().max_by_key(|entry| over(entry))?;
    let too_long = over(&(kind, name.clone(), *limit));
    if too_long == 0 {
        return None;
    }
    let message = format!("the name `{}` makes the {kind} name `{name}` too long", release.name);
    Some(
        Diagnostic::error(code::INVALID_NAME, message)
            .at(input.loaded.name.as_ref().and_then(|written| written.location))
            .note(format!("a {kind} name may have {limit} characters here, this one has {}", name.len()))
            .help(format!("use a name that is at least {too_long} shorter")),
    )
}
