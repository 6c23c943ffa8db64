//! What a person does with the manifests, as lines for a terminal.

use std::fmt::Write;

use crate::cluster::{Advertised, Cluster, checks, naming};
use crate::values::PersistenceType;

/// Returns the steps, numbered, each with the command to copy.
#[must_use]
pub fn next_steps(cluster: &Cluster) -> String {
    let before = [node_port_range(cluster), namespace(cluster), folders(cluster), login(cluster)];
    let steps = before.into_iter().flatten().chain([apply(cluster)]).chain(topic(cluster));
    let mut text = headline(cluster);
    for (index, step) in steps.enumerate() {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "\n{}. {step}", index + 1);
    }
    text.push_str(&addresses(cluster));
    text
}

fn headline(cluster: &Cluster) -> String {
    let brokers = cluster.groups.iter().map(|group| group.members.len()).sum::<usize>();
    format!(
        "RocketMQ {}: {brokers} brokers in {} Raft group(s), {} name server(s), Kubernetes namespace {}\n",
        *cluster.version,
        cluster.groups.len(),
        *cluster.name_servers.replicas,
        cluster.release.namespace
    )
}

fn node_port_range(cluster: &Cluster) -> Option<String> {
    let range = &cluster.external.node_port_range;
    let flag = format!("--service-node-port-range={}-{}", range.first, range.last);
    checks::needs_other_range(cluster).then(|| format!("Run kube-apiserver with {flag}, on every control plane node"))
}

fn namespace(cluster: &Cluster) -> Option<String> {
    let namespace = &cluster.release.namespace;
    (namespace != "default")
        .then(|| format!("Make the namespace, if it is not there:\n   kubectl create namespace {namespace}"))
}

fn folders(cluster: &Cluster) -> Option<String> {
    let persistence = &cluster.brokers.persistence;
    if !matches!(persistence.r#type, PersistenceType::Local | PersistenceType::HostPath) {
        return None;
    }
    let is_pinned = persistence.r#type == PersistenceType::Local;
    let mut text = "Make the folder of each broker on its node, as root there:".to_owned();
    for (uid, member) in cluster.groups.iter().flat_map(|group| group.members.iter().map(|member| (group.uid, member)))
    {
        let node = member.node.filter(|_| is_pinned).and_then(|index| cluster.nodes.get(index));
        let node = node.map_or("every node", |node| &node.name);
        let folder = naming::node_folder(&persistence.path, &cluster.release.namespace, &member.pod);
        let _ = write!(text, "\n   {node}: mkdir -p {folder} && chown {uid}:{uid} {folder}");
    }
    Some(text)
}

fn login(cluster: &Cluster) -> Option<String> {
    let secret = cluster.console.as_ref()?.login_secret.as_ref()?;
    let namespace = &cluster.release.namespace;
    Some(format!(
        "Make the Secret with the users of the console, one `name=password,1` a line (1 is an administrator):\n   \
         kubectl -n {namespace} create secret generic {secret} --from-file=users.properties"
    ))
}

fn apply(cluster: &Cluster) -> String {
    let name = &cluster.release.name;
    let namespace = &cluster.release.namespace;
    format!(
        "Apply, and wait for the brokers:\n   rmq render … | kubectl apply --server-side -f -\n   \
         kubectl -n {namespace} rollout status statefulset/{}\n   \
         rmq render … --only smoke-test | kubectl apply --server-side -f -",
        naming::broker_group(name, 0)
    )
}

fn topic(cluster: &Cluster) -> Option<String> {
    let toolbox = cluster.toolbox.as_ref().map(|_| naming::toolbox(&cluster.release.name))?;
    Some(format!(
        "Make topics; none is made by sending to it:\n   kubectl -n {} exec deploy/{toolbox} -- sh mqadmin updateTopic -c {} -t my-topic",
        cluster.release.namespace, cluster.cluster_name
    ))
}

fn addresses(cluster: &Cluster) -> String {
    let mut text = format!("\nClients in the Kubernetes cluster: {}\n", cluster.name_servers.address_list);
    let Some(first) = &cluster.name_servers.first_node_port else { return text };
    let server = |(index, ordinal): (usize, u32)| {
        let node = cluster.nodes.get(index % cluster.nodes.len().max(1))?;
        Some(format!("{}:{}", *node.address, u32::from(**first) + ordinal))
    };
    let servers: Vec<String> = (0..*cluster.name_servers.replicas).enumerate().filter_map(server).collect();
    let _ = writeln!(text, "Clients outside: {}", servers.join(";"));
    if *cluster.external.advertise == Advertised::Name {
        text.push_str("Clients outside, and those in other namespaces, must resolve these names:\n");
        for member in cluster.groups.iter().flat_map(|group| &group.members) {
            let address = member.node.and_then(|index| cluster.nodes.get(index)).map(|node| &node.address.value);
            let _ = writeln!(text, "   {} {}", address.map_or("", String::as_str), member.advertised);
        }
    }
    text
}
