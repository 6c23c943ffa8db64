//! A console on a node port that asks nobody for a password.

use super::Check;
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostics};
use crate::values::ServiceType;

pub(super) const CHECK: Check = Check { code: Code { number: 701, name: "console-without-login" }, run };

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    let Some(console) = &cluster.console else { return };
    let exposed = *console.service == ServiceType::NodePort;
    if exposed && console.login_secret.is_none() && !console.open {
        diagnostics.push(
            console
                .service
                .error(CHECK.code, "everyone who reaches a node can use the console without a login")
                .note("the console can delete topics, reset the offsets of consumers and send messages")
                .help("set `console.auth.existingSecret` to a Secret with a key `users.properties`, or `console.auth.open: true` if the network is trusted"),
        );
    }
}
