//! What an editor of values asks for while somebody types: changes, completions, help.
//!
//! The text may be broken at any time: what cannot be answered then is left out, and nothing fails.

mod broker_key;
mod complete;
mod context;
mod document;
mod edit;
mod fields;
mod given;
mod hover;
mod line;
mod place;

pub use complete::{Completion, Completions, complete};
pub use edit::edit;
pub use fields::{FieldInfo, fields};
pub use given::given;
pub use hover::{Hover, hover};
pub use place::place;
