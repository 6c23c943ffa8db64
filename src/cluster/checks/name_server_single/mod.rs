//! One name server: while it restarts, no client finds a broker that it does not know yet.

use super::Check;
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostics};

pub(super) const CHECK: Check = Check { code: Code { number: 201, name: "name-server-single" }, run };

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    let replicas = &cluster.name_servers.replicas;
    if **replicas == 1 {
        diagnostics.push(
            replicas
                .warning(CHECK.code, "there is only one name server")
                .note("while it restarts, new clients find no route, and running ones keep the routes that they know")
                .help("set `namesrv.replicas: 3`"),
        );
    }
}
