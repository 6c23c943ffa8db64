//! `rmq` for the browser: strings in, JSON out; no logic.
