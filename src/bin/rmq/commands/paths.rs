//! What the arguments that name files and folders are for.
//!
//! The hint for shells is the mark: whoever runs `rmq` in a sandbox opens to it what the marked arguments name, and
//! nothing else. The test writes and compares the launcher's list.

use clap::builder::ValueParser;
use clap::{Arg, ValueHint};

/// The file is read.
pub(super) fn read(arg: Arg) -> Arg {
    arg.value_parser(ValueParser::path_buf()).value_hint(ValueHint::FilePath)
}

/// The file is written.
pub(super) fn written(arg: Arg) -> Arg {
    arg.value_parser(ValueParser::path_buf()).value_hint(ValueHint::AnyPath)
}

/// Files are written into the folder, which is made if need be.
pub(super) fn filled(arg: Arg) -> Arg {
    arg.value_parser(ValueParser::path_buf()).value_hint(ValueHint::DirPath)
}

/// The value is an expression `PATH=FILE`, whose files are read.
pub(super) fn read_by_expression(arg: Arg) -> Arg {
    arg.value_hint(ValueHint::Other)
}

#[cfg(test)]
mod tests;
