//! A stream of manifests: the documents in it, the objects in each, and where they came from.
//!
//! The rules are those of Kubernetes' own reader. A document is read when it is asked for and never kept, so that a
//! stream costs its text and one tree at a time.
//!
//! **Invariant:** the texts of all documents, joined, are the stream.

mod chart;
mod decode;
mod edit;
mod object;
mod quick;
mod resource_list;
mod stream;

pub use chart::Origin;
pub use decode::utf8;
pub use edit::{CannotWrite, Written, rewrite};
pub use object::{Identity, Object, objects};
pub use quick::{is_foreign, is_passable};
pub use resource_list::{
    File, ResourceList, file, is_bookkeeping, is_local, resource_list, resource_list_of, with_results,
};
pub use stream::{Document, is_empty, split};
