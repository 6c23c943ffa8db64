//! YAML as Kubernetes reads and writes it.
//!
//! Reading follows the Go parser behind `kubectl` and the API server, because a value that another reader understands
//! differently is a wrong manifest. Writing uses only forms that every one of these readers understands alike.

mod deserialize;
mod node;
mod serialize;

pub use deserialize::DeserializeError;
pub use node::{Entry, Mapping, Node, Value};
