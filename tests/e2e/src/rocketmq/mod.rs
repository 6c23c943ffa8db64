//! RocketMQ from the outside: the state of a cluster, a client that sends and reads, and the account of both.
//!
//! ```text
//! remoting    one question to a name server or a broker, over TCP
//!   loose_json  what they answer, which is nearly JSON
//! cluster     groups, members and leaders as the name servers tell, and waiting for them
//!   topics      topics and consumer groups that every member knows
//! driver      the Java client, alive as long as a scenario
//! ledger      acknowledged against read: what is lost, what was given twice, how long nothing was acknowledged
//!   audit       both together: a drain, until nothing is missing or the patience ends
//! ```
//!
//! **Invariant:** nothing here knows of Kubernetes, of Pods or of network namespaces. Whoever calls stands where the
//! addresses can be reached, and resolves host names for it.

pub mod audit;
pub mod cluster;
pub mod driver;
pub mod ledger;
mod loose_json;
pub mod remoting;
pub mod topics;
