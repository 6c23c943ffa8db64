//! What a person does with the manifests, as lines for a terminal.

use std::fmt::Write;

use crate::clients::code::topic_command;
use crate::cluster::reach::Role;
use crate::cluster::{Advertised, Cluster, Member, checks, naming};
use crate::render::{Component, objects, shell_word};
use crate::values::{PersistenceType, ServiceType};

/// Returns the steps, numbered, each with the command to copy, and the addresses for clients.
#[must_use]
pub fn next_steps(cluster: &Cluster) -> String {
    let before = [
        node_port_range(cluster),
        namespace(cluster),
        pull_secrets(cluster),
        storage_class(cluster),
        folders(cluster),
        login(cluster),
    ];
    let after = [Some(apply(cluster)), Some(smoke_test(cluster)), topic(cluster), console(cluster)];
    let mut text = headline(cluster);
    for (index, step) in before.into_iter().chain(after).flatten().enumerate() {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "\n{}. {step}", index + 1);
    }
    text.push_str(&addresses(cluster));
    text
}

fn members(cluster: &Cluster) -> impl Iterator<Item = &Member> {
    cluster.groups.iter().flat_map(|group| &group.members)
}

fn headline(cluster: &Cluster) -> String {
    format!(
        "RocketMQ {}: {} brokers in {} Raft group(s), {} name server(s), Kubernetes namespace {}\n",
        *cluster.version,
        members(cluster).count(),
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

fn pull_secrets(cluster: &Cluster) -> Option<String> {
    let secrets = &cluster.image.pull_secrets;
    let namespace = &cluster.release.namespace;
    let line = |name: &String| {
        format!(
            "\n   kubectl -n {namespace} create secret docker-registry {name} --docker-server=… --docker-username=… \
             --docker-password=…"
        )
    };
    let lines: String = secrets.iter().map(line).collect();
    (!secrets.is_empty()).then(|| format!("Make the Secret that images are pulled with, if it is not there:{lines}"))
}

/// Without a class a claim waits for a default one, and a fresh kubeadm cluster has none.
fn storage_class(cluster: &Cluster) -> Option<String> {
    let persistence = &cluster.brokers.persistence;
    let is_default = persistence.r#type == PersistenceType::Claim && persistence.storage_class.is_empty();
    is_default.then(|| {
        "See that one storage class is marked (default); without it the brokers stay Pending:\n   \
         kubectl get storageclass"
            .to_owned()
    })
}

fn folders(cluster: &Cluster) -> Option<String> {
    let persistence = &cluster.brokers.persistence;
    let is_pinned = persistence.r#type == PersistenceType::Local;
    if !is_pinned && persistence.r#type != PersistenceType::HostPath {
        return None;
    }
    let mut text = "Make the folder of each broker on its node, as root there:".to_owned();
    for (uid, member) in cluster.groups.iter().flat_map(|group| group.members.iter().map(|member| (group.uid, member)))
    {
        let node = member.node.filter(|_| is_pinned).and_then(|index| cluster.nodes.get(index));
        let node = node.map_or("every node", |node| &node.name);
        let folder = shell_word(&naming::node_folder(&persistence.path, &cluster.release.namespace, &member.pod));
        let _ = write!(text, "\n   {node}: mkdir -p {folder} && chown {uid}:{uid} {folder}");
    }
    Some(text)
}

fn login(cluster: &Cluster) -> Option<String> {
    let secret = cluster.console.as_ref()?.login_secret.as_ref()?;
    let namespace = &cluster.release.namespace;
    Some(format!(
        "Make the Secret with the users of the console, one `name=password,1` a line (1 is an administrator); \
         after a change restart the console:\n   \
         kubectl -n {namespace} create secret generic {secret} --from-file=users.properties"
    ))
}

fn apply(cluster: &Cluster) -> String {
    let namespace = &cluster.release.namespace;
    let mut text = "Apply, and wait for the brokers:\n   rmq render … | kubectl apply --server-side -f -".to_owned();
    for group in &cluster.groups {
        let _ = write!(text, "\n   kubectl -n {namespace} rollout status statefulset/{}", group.stateful_set);
    }
    text
}

/// A Job runs once: without the deletion a second one with the same content would do nothing.
fn smoke_test(cluster: &Cluster) -> String {
    let namespace = &cluster.release.namespace;
    let selector = format!(
        "app.kubernetes.io/instance={},app.kubernetes.io/component={}",
        cluster.release.name,
        Component::SmokeTest.label()
    );
    format!(
        "Send a message and read it back:\n   kubectl -n {namespace} delete job -l {selector}\n   \
         rmq render … --only smoke-test | kubectl create -f -\n   \
         kubectl -n {namespace} wait --for=condition=complete --timeout={}s job -l {selector}\n   \
         kubectl -n {namespace} logs -l {selector}",
        objects::deadline(cluster)
    )
}

fn topic(cluster: &Cluster) -> Option<String> {
    let command = topic_command(cluster, "my-topic")?;
    Some(format!("Make topics; sending to a topic that is not there fails:\n   {command}"))
}

fn console(cluster: &Cluster) -> Option<String> {
    let console = cluster.console.as_ref()?;
    let (namespace, name) = (&cluster.release.namespace, naming::console(&cluster.release.name));
    let node = cluster.nodes.first().map(|node| node.address.value.as_str());
    Some(match (*console.service, &console.node_port, node) {
        (ServiceType::NodePort, Some(port), Some(node)) => format!("Open the console: http://{node}:{}", **port),
        (ServiceType::NodePort, _, _) => {
            format!("Find the node port of the console:\n   kubectl -n {namespace} get service {name}")
        }
        (ServiceType::ClusterIp, _, _) => format!(
            "Open the console at http://localhost:{port}, while this runs:\n   \
             kubectl -n {namespace} port-forward service/{name} {port}",
            port = console.port
        ),
    })
}

fn addresses(cluster: &Cluster) -> String {
    let mut text = format!("\nClients in the Kubernetes cluster: {}\n", cluster.name_servers.address_list);
    let endpoints = cluster.endpoints();
    let outside = |role| endpoints.iter().filter(move |one| one.role == role).filter_map(|one| one.outside.as_ref());
    let servers: Vec<String> =
        outside(Role::NameServer).map(|server| format!("{}:{}", server.address, server.port)).collect();
    if servers.is_empty() {
        return text;
    }
    let _ = writeln!(text, "Clients outside: {}", servers.join(";"));
    if *cluster.external.advertise == Advertised::Name {
        text.push_str("Clients outside, and those in other namespaces, must resolve these names:\n");
        text.extend(outside(Role::Broker).map(|broker| format!("   {} {}\n", broker.address, broker.host())));
        let strategy = match cluster.dns_strategy.word() {
            "" => String::new(),
            word => format!(" (dns.strategy: {word})"),
        };
        let _ = writeln!(
            text,
            "For machines outside see `rmq hosts`; for the cluster DNS see `rmq coredns custom` and `rmq coredns merge`{strategy}."
        );
    }
    text
}
