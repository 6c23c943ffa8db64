//! YAML as Kubernetes reads and writes it.
//!
//! Reading follows the Go parser behind `kubectl` and the API server, because a value that another reader understands
//! differently is a wrong manifest. Writing uses only forms that every one of these readers understands alike.
//!
//! One document is nested at most 1,000 levels deep; Kubernetes itself would take 10,000.

mod deserialize;
pub mod edit;
mod event;
mod fault;
mod json;
mod limit;
mod mapping;
mod node;
mod number;
mod pairs;
mod parse;
mod path;
mod quote;
mod scalar;
mod split;
pub mod write;

pub use deserialize::DeserializeError;
pub use mapping::{Entry, Mapping};
pub use node::{Node, Value};
pub use parse::{Duplicates, parse, split_diagnostic};
pub use path::{FieldPath, Step};
pub use split::{Chunk, SplitError, split};

const DEPTH_LIMIT: usize = 1000;
const TOO_DEEP: &str = "the document is nested more than 1,000 levels deep";
