//! The ConfigMap `coredns-custom`, whose keys a managed Corefile imports: `*.override` into the server block `.:53`,
//! `*.server` beside it.

use super::object::{config_map, document};
use super::{Order, Printed};
use crate::coredns::{PORT, Snippet, Strategy, snippet};
use crate::diagnostic::Diagnostics;

const APPLY: &str = "kubectl apply --server-side --field-manager=rmq -f -";

/// Returns the object; other keys of the `ConfigMap` are others', and server-side apply leaves them.
pub(super) fn print(order: &Order<'_>, place: &str, remarks: &[&str]) -> Result<Printed, Diagnostics> {
    let ending = match order.strategy {
        Strategy::Zone => "server",
        Strategy::Hosts | Strategy::Rewrite => "override",
    };
    let key = order.key(ending);
    let Snippet { lines, .. } = snippet(order.cluster, order.strategy, PORT)?;
    let text: String = lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect();
    let mut comments = vec![order.title(place), format!("Apply: {APPLY}")];
    comments.push(format!(
        "Take out: kubectl -n kube-system patch configmap coredns-custom --type=json -p '[{{\"op\":\"remove\",\"path\":\"/data/{key}\"}}]'"
    ));
    comments.extend(remarks.iter().map(|remark| (*remark).to_owned()));
    comments.extend(order.node_local()?);
    Ok(Printed::under(&comments, &document(config_map("coredns-custom", &key, &text))))
}
