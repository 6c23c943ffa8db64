use crate::call::rmq;

const NAMES: [&str; 5] = ["addresses", "-f", "examples/three-nodes.yaml", "-n", "mq"];

fn with(words: &[&str]) -> String {
    rmq(NAMES.iter().chain(words)).run().success()
}

/// Returns the cells of each row below a title.
fn rows<'a>(table: &'a str, title: &str) -> Vec<Vec<&'a str>> {
    let (_, below) = table.split_once(title).unwrap_or_else(|| panic!("no {title} in {table}"));
    let lines = below.lines().skip(2).take_while(|line| !line.is_empty());
    lines.map(|line| line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect()).collect()
}

#[test]
fn the_table_has_every_port_once() {
    let table = with(&[]);
    assert!(
        table.starts_with("Inside the Kubernetes cluster, where these names end in .mq.svc.cluster.local:\n"),
        "{table}"
    );
    let inside = rows(&table, "Inside");
    // Three name servers; three ports for each of three brokers; console and metrics.
    assert_eq!(inside.len(), 3 + 9 + 2, "{table}");
    assert!(inside.iter().all(|row| row.len() == 4), "{table}");
    assert_eq!(inside.iter().filter(|row| row[1].ends_with(":40911")).count(), 3, "{table}");
    let outside = rows(&table, "Outside");
    assert_eq!(outside.len(), 3 + 3 + 1, "{table}");
    assert!(outside.iter().all(|row| row.len() == 5 && !row[2].ends_with(":40911")), "{table}");
    assert!(table.lines().all(|line| line.len() <= 120), "{table}");
}

#[test]
fn only_what_clients_outside_dial_is_tested() {
    let table = with(&[]);
    let tests: Vec<&str> = table.lines().filter_map(|line| line.strip_prefix("  nc -vz -w 3 ")).collect();
    assert_eq!(
        tests,
        [
            "192.168.1.176 29870",
            "192.168.1.177 29871",
            "192.168.1.178 29872",
            "192.168.1.176 30011",
            "192.168.1.177 30015",
            "192.168.1.178 30019",
            "192.168.1.176 28080",
        ]
    );
    assert!(rmq(["addresses"]).run().success().ends_with("\nNobody outside can come in.\n"));
}

#[test]
fn csv_and_json_say_the_same() {
    let csv = with(&["-o", "csv"]);
    let json: serde_json::Value = serde_json::from_str(&with(&["-o", "json"])).unwrap();
    let addresses = json["addresses"].as_array().unwrap();
    assert_eq!(csv.lines().count(), addresses.len() + 1);
    for (line, address) in csv.lines().skip(1).zip(addresses) {
        let head = [&address["component"], &address["name"], &address["inside"]].map(|field| field.as_str().unwrap());
        assert!(line.starts_with(&head.join(",")), "{line}");
        assert!(line.ends_with(address["test"].as_str().unwrap()), "{line}");
    }
    assert!(csv.contains(",\"clients, brokers, console\","), "{csv}");
}

/// Brokers dial each other at the nodes where these are advertised, so their second port is opened there.
#[test]
fn firewalld_opens_what_is_dialled_at_each_node() {
    let ports = |text: &str| -> Vec<String> {
        let port = |line: &str| Some(line.split_once("--add-port=")?.1.split_once('/')?.0.to_owned());
        text.lines().filter_map(port).collect()
    };
    let by_name = with(&["-o", "firewalld"]);
    assert_eq!(ports(&by_name), ["29870", "30011", "28080", "29871", "30015", "29872", "30019"]);
    let by_address = rmq(["addresses", "-f", "examples/by-address.yaml", "-o", "firewalld"]).run().success();
    let with_vip = ["30001", "30011", "30009", "30002", "30015", "30013", "30003", "30019", "30017"];
    assert_eq!(ports(&by_address), with_vip);
    let nodes: Vec<&str> = by_address.lines().filter(|line| line.starts_with("# on ")).collect();
    assert_eq!(nodes, ["# on node1 (192.168.1.176)", "# on node2 (192.168.1.177)", "# on node3 (192.168.1.178)"]);
    assert!(rmq(["addresses", "-o", "firewalld"]).run().success().starts_with("# no node has a port"));
}

#[test]
fn a_position_is_told_what_it_needs() {
    let outside = with(&["--from", "outside"]);
    assert!(outside.starts_with("Clients outside: works once the names resolve\n"), "{outside}");
    assert!(outside.contains("\n  192.168.1.176:29870;192.168.1.177:29871;192.168.1.178:29872\n"), "{outside}");
    assert!(outside.contains("  rocketmq-broker-2 -> 192.168.1.178, by the hosts file"), "{outside}");
    let never = rmq(["addresses", "--from", "outside"]).run().success();
    assert!(
        never.starts_with("Clients outside: cannot work\n") && never.contains("external.type: nodePort"),
        "{never}"
    );
    rmq(NAMES.iter().chain(&["--from", "outside", "-o", "csv"])).run().failure();
    rmq(NAMES.iter().chain(&["--from", "moon"])).run().failure();
}
