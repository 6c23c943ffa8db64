//! RKE2: values of its chart `rke2-coredns`, in a `HelmChartConfig`.

use super::object::{config_map, document, list, mapping, object};
use super::{Distribution, NodeLocal, Order, Printed, every_strategy, node_local};
use crate::coredns::{PORT, Snippet, Strategy, snippet};
use crate::diagnostic::Diagnostics;
use crate::yaml::Value;

pub(super) const DISTRIBUTION: Distribution = Distribution {
    word: "rke2",
    title: "RKE2",
    best: Strategy::Zone,
    unfit: every_strategy,
    node_local: NodeLocal::Bypasses,
    print,
};

/// A folder of its own, beside that of the Corefile.
const FOLDER: &str = "/etc/coredns-custom";

fn print(order: &Order<'_>) -> Result<Printed, Diagnostics> {
    let mut comments = vec![
        order.title("the CoreDNS of RKE2"),
        "Apply: kubectl apply --server-side --field-manager=rmq -f -".to_owned(),
        "There is one HelmChartConfig rke2-coredns. If you have one, put these values into it; then only the rest is applied.".to_owned(),
    ];
    let mut values = Vec::new();
    let mut body = String::new();
    match order.strategy {
        Strategy::Zone => {
            values.extend(imports());
            body = "---\n".to_owned() + &document(zone(order)?);
        }
        Strategy::Hosts | Strategy::Rewrite => {
            comments.push("A list of values replaces that of the chart, so all of its server block stands here (chart of CoreDNS 1.45).".to_owned());
            values.push(("servers", list([server(order)?])));
        }
    }
    if order.has_node_local {
        comments.extend([
            String::new(),
            "nodelocal.extraClusterDomains makes NodeLocal DNSCache ask CoreDNS for the names. RKE2 has it since July 2026".to_owned(),
            "(v1.33.13, v1.35.7, v1.36.3); an older one ignores it, and its NodeLocal DNSCache cannot be told.".to_owned(),
        ]);
        let zones = node_local::zones(order.cluster)?.into_iter().map(Value::from);
        values.push(("nodelocal", mapping([("enabled", Value::Bool(true)), ("extraClusterDomains", list(zones))])));
    }
    let spec = mapping([("valuesContent", Value::from(document(mapping(values))))]);
    let config = object("helm.cattle.io/v1", "HelmChartConfig", ("kube-system", "rke2-coredns"), [("spec", spec)]);
    Ok(Printed::under(&comments, &(document(config) + &body)))
}

/// Returns the values by which the Corefile imports server blocks of a ConfigMap.
fn imports() -> [(&'static str, Value); 3] {
    let import = mapping([("parameters", Value::from(format!("{FOLDER}/*.server")))]);
    let source = mapping([("name", Value::from("coredns-custom")), ("optional", Value::Bool(true))]);
    let volume = mapping([("name", Value::from("custom")), ("configMap", source)]);
    let mount =
        mapping([("name", Value::from("custom")), ("mountPath", Value::from(FOLDER)), ("readOnly", Value::Bool(true))]);
    [
        ("extraConfig", mapping([("import", import)])),
        ("extraVolumes", list([volume])),
        ("extraVolumeMounts", list([mount])),
    ]
}

fn zone(order: &Order<'_>) -> Result<Value, Diagnostics> {
    let Snippet { lines, .. } = snippet(order.cluster, order.strategy, PORT)?;
    let text: String = lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect();
    Ok(config_map("coredns-custom", &order.key("server"), &text))
}

/// Returns the server block of the chart with the plugins of the strategy in it.
fn server(order: &Order<'_>) -> Result<Value, Diagnostics> {
    let kubernetes = format!("{} in-addr.arpa ip6.arpa", order.cluster.cluster_domain);
    let plugin = |name: &str, parameters: &str, block: &str| {
        let fields = [("name", name), ("parameters", parameters), ("configBlock", block)];
        mapping(fields.into_iter().filter(|(_, text)| !text.is_empty()).map(|(key, text)| (key, Value::from(text))))
    };
    let mut plugins = vec![
        plugin("errors", "", ""),
        plugin("health", "", "lameduck 10s"),
        plugin("ready", "", ""),
        plugin("kubernetes", &kubernetes, "pods insecure\nfallthrough in-addr.arpa ip6.arpa\nttl 30"),
        plugin("prometheus", "0.0.0.0:9153", ""),
        plugin("forward", ". /etc/resolv.conf", ""),
        plugin("cache", "30", ""),
        plugin("loop", "", ""),
        plugin("reload", "", ""),
        plugin("loadbalance", "", ""),
    ];
    let Snippet { lines, .. } = snippet(order.cluster, order.strategy, PORT)?;
    if order.strategy == Strategy::Hosts {
        let inside: Vec<&str> = lines.iter().filter_map(|line| line.strip_prefix("    ")).collect();
        plugins.push(plugin("hosts", "", &inside.join("\n")));
    } else {
        plugins.extend(lines.iter().filter_map(|line| line.split_once(' ')).map(|(name, rest)| plugin(name, rest, "")));
    }
    let zone = mapping([("zone", Value::from(".")), ("use_tcp", Value::Bool(true))]);
    Ok(mapping([("zones", list([zone])), ("port", Value::from(53_i64)), ("plugins", list(plugins))]))
}
