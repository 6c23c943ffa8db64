//! Waiting for name servers that tell what they are told to.

use std::io::{Read, Write};
use std::net::TcpListener;

use super::*;

/// Starts a name server that tells one of these groups after the other, and then the last one for ever.
fn name_server(told: &'static [&'static str]) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for (number, stream) in listener.incoming().enumerate() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 1024]).unwrap();
            let members = told.get(number).or(told.last()).unwrap();
            let header = r#"{"code":0,"opaque":1,"flag":1}"#;
            let body = format!(r#"{{"brokerAddrTable":{{"b":{{"brokerAddrs":{members},"brokerName":"b"}}}}}}"#);
            let length = |count: usize| u32::try_from(count).unwrap().to_be_bytes();
            stream.write_all(&length(4 + header.len() + body.len())).unwrap();
            stream.write_all(&length(header.len())).unwrap();
            stream.write_all(format!("{header}{body}").as_bytes()).unwrap();
        }
    });
    address
}

const SHORT: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_secs(20);

#[test]
fn a_leader_is_awaited_until_all_name_servers_agree() {
    let servers = [name_server(&["{}", r#"{0:"h:1"}"#]), name_server(&[r#"{0:"h:2"}"#, "{}", r#"{0:"h:1"}"#])];
    let cluster = Cluster::new(&servers, &|_| None);
    assert_eq!(cluster.wait_for_leader("b", None, LONG).unwrap(), "h:1");
}

#[test]
fn a_former_leader_is_none() {
    let servers = [name_server(&[r#"{0:"h:1",2:"h:2"}"#, r#"{0:"h:2"}"#])];
    let cluster = Cluster::new(&servers, &|_| None);
    assert_eq!(cluster.wait_for_leader("b", Some("h:1"), LONG).unwrap(), "h:2");
}

#[test]
fn members_count_only_with_a_leader() {
    let servers = [name_server(&[r#"{1:"h:1",2:"h:2"}"#, r#"{0:"h:1",2:"h:2"}"#])];
    let cluster = Cluster::new(&servers, &|_| None);
    assert_eq!(cluster.wait_for_members("b", 2, LONG).unwrap().leader(), Some("h:1"));
}

#[test]
fn whoever_waits_in_vain_reads_what_was_seen_last() {
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let servers = [name_server(&[r#"{0:"h:1",3:"h:2"}"#]), gone];
    let cluster = Cluster::new(&servers, &|_| None);
    let error = cluster.wait_for_members("b", 3, SHORT).unwrap_err().to_string();
    for want in ["b has 3 members and a leader", "tells b: 0=h:1 3=h:2", "tells nothing"] {
        assert!(error.contains(want), "{want}: {error}");
    }
}

#[test]
fn a_host_name_is_resolved_by_the_caller() {
    let cluster = Cluster::new(&[], &|host| (host == "broker").then(|| "10.0.0.7".parse().unwrap()));
    assert_eq!(cluster.address("broker:10911").unwrap().to_string(), "10.0.0.7:10911");
    assert_eq!(cluster.address("10.0.0.8:1").unwrap().to_string(), "10.0.0.8:1");
    for (text, want) in [("other:1", "host name other"), ("broker", "no address"), ("broker:x", "no port")] {
        let error = cluster.address(text).unwrap_err().to_string();
        assert!(error.contains(want), "{want}: {error}");
    }
}
