//! An advertised address that no client of the chosen exposure can reach.

use super::Check;
use crate::cluster::{Advertised, Cluster};
use crate::diagnostic::{Code, Diagnostics};

pub(super) const CHECK: Check = Check { code: Code { number: 502, name: "advertise-mismatch" }, run };

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    let advertise = &cluster.external.advertise;
    let (node_ports, word) = (*cluster.external.node_ports, advertise.word());
    let (message, note, help) = match **advertise {
        Advertised::Service if node_ports => (
            "`advertise: service` leaves clients outside without an address that they can reach",
            "name servers would give them names that only the DNS of the Kubernetes cluster knows",
            "set `external.advertise` to `address`, or to `name` with DNS or hosts lines for the clients".to_owned(),
        ),
        Advertised::Address | Advertised::Name if !node_ports => (
            "brokers without node ports are advertised at an address outside",
            "no port of any broker is open there",
            format!("set `external.type: nodePort`, or take `external.advertise: {word}` out"),
        ),
        _ => return,
    };
    diagnostics.push(advertise.error(CHECK.code, message).note(note).help(help));
}
