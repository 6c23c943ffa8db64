//! `rmq` for the browser: strings in, JSON out; no logic.
//!
//! Each export takes one JSON text and returns one. Its request holds what the arguments of the command line hold, its
//! response what the command prints: the same bytes, the same findings, the same exit code. Offsets are those of
//! JavaScript: UTF-16 units.
//!
//! An export throws only when the request is not of the form that its page describes: a fault of the caller, never of
//! the texts in it.

mod answer;
mod calls;
mod request;
mod utf16;
mod word;

use wasm_bindgen::prelude::{JsError, wasm_bindgen};

/// Declares the exports: each is the call of the module of the same name.
macro_rules! exports {
    ($($(#[$doc:meta])* $name:ident as $js:ident;)+) => {$(
        $(#[$doc])*
        ///
        /// # Errors
        ///
        /// When the request is not of its form.
        #[wasm_bindgen(js_name = $js)]
        pub fn $name(request: &str) -> Result<String, JsError> {
            answer::answer(request, calls::$name::answer)
        }
    )+};
}

exports! {
    /// Renders the manifests of a cluster, as `rmq render` does.
    render as render;
    /// Prints the lines of a strategy for CoreDNS, as `rmq coredns hosts|zone|rewrite` does.
    coredns as coredns;
    /// Prints what a distribution has for names of others, as `rmq coredns custom` does.
    coredns_custom as corednsCustom;
    /// Puts the names of a cluster into a Corefile, as `rmq coredns merge` does.
    coredns_merge as corednsMerge;
    /// Prints hosts lines, as `rmq hosts` does.
    hosts as hosts;
    /// Puts hosts lines into a hosts file, as `rmq hosts --apply` does.
    hosts_apply as hostsApply;
    /// Prints a program that connects, as `rmq client` does.
    client as client;
    /// Prints every address of a cluster, as `rmq addresses` does.
    addresses as addresses;
    /// Tells what a client needs where it runs, as `rmq addresses --from` does.
    reach as reach;
    /// Prints every image of a cluster, as `rmq images` does.
    images as images;
    /// Changes a stream of manifests, as `rmq post-render` does.
    post_render as postRender;
    /// Tells why one object of a cluster is as it is.
    reasons as reasons;
    /// Tells by which commands a cluster comes to Kubernetes.
    commands as commands;
    /// Tells every field of the values, for a form.
    fields as fields;
    /// Tells what a text of values gives, without defaults.
    given as given;
    /// Changes one value of a text where it stands.
    edit as edit;
    /// Tells where a value of a text stands.
    locate as locate;
    /// Tells what may stand at a place of a text.
    complete as complete;
    /// Tells what the key at a place of a text is for.
    hover as hover;
    /// Tells what the words of the other calls may be.
    choices as choices;
}

/// Returns the schema of the values, as `rmq schema` prints it.
#[must_use]
#[wasm_bindgen]
pub fn schema() -> String {
    rmq::values::schema()
}
