#!/bin/sh
# Puts bin/rmq into a checkout that Helm has taken as a plugin.
set -eu
cd "$HELM_PLUGIN_DIR"
if ! command -v cargo >/dev/null; then
    echo 'rmq: this is a checkout without bin/rmq, and there is no cargo to build it
Say `helm plugin uninstall rmq`, then install Rust (https://rustup.rs) and try again, or take a package of rmq.' >&2
    exit 1
fi
if [ -z "${CARGO_TARGET_DIR:-}" ]; then
    CARGO_TARGET_DIR=$(mktemp -d)
    trap 'rm -rf "$CARGO_TARGET_DIR"' EXIT
    export CARGO_TARGET_DIR
fi
cargo install --quiet --locked --force --no-track --path . --root .
