//! How each fault is planted: one mistake, made wherever a template or a hand that makes it would make it.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::manifests::{at, broker_pod, broker_services, object, remove, rewrite};

/// The distance to a node port that no Service has.
const ELSEWHERE: u64 = 100;

/// A broker's clients inside the cluster and its followers use a second port, this much below.
const VIP: u64 = 2;

pub fn wrong_peer_name(objects: &mut [Value]) -> Result<()> {
    rewrite(objects, "dLegerPeers", |_, line| Some(line.replace("-headless", "-peers")))
}

pub fn raft_port_off_by_one(objects: &mut [Value]) -> Result<()> {
    rewrite(objects, "dLegerPeers", |number, line| Some(line.replace(":40911", &format!(":{}", 40911 + number))))
}

pub fn not_published_before_ready(objects: &mut [Value]) -> Result<()> {
    remove(&mut object(objects, "Service", "broker-headless")?["spec"], "publishNotReadyAddresses")
}

pub fn one_after_the_other(objects: &mut [Value]) -> Result<()> {
    *at(object(objects, "StatefulSet", "broker")?, "/spec/podManagementPolicy")? = json!("OrderedReady");
    let knows_a_leader = "grep -qE 'ChangeRoleTo(Leader|Follower)' /home/rocketmq/logs/broker.log";
    *at(broker_pod(objects)?, "/containers/0/readinessProbe")? =
        json!({"exec": {"command": ["sh", "-c", knows_a_leader]}, "periodSeconds": 10});
    Ok(())
}

pub fn pod_address_advertised(objects: &mut [Value]) -> Result<()> {
    rewrite(objects, "brokerIP1", |_, _| None)
}

pub fn node_port_differs(objects: &mut [Value]) -> Result<()> {
    let services = broker_services(objects);
    ensure!(!services.is_empty(), "no broker has a Service");
    for service in services {
        for port in at(service, "/spec/ports")?.as_array_mut().context("no ports")? {
            let node_port = port["nodePort"].as_u64().context("no node port")?;
            port["nodePort"] = json!(node_port + ELSEWHERE);
        }
    }
    Ok(())
}

pub fn vip_port_missing(objects: &mut [Value]) -> Result<()> {
    let services = broker_services(objects);
    ensure!(!services.is_empty(), "no broker has a Service");
    for service in services {
        let ports = at(service, "/spec/ports")?.as_array_mut().context("no ports")?;
        let highest = ports.iter().filter_map(|port| port["port"].as_u64()).max().context("no port")?;
        let before = ports.len();
        ports.retain(|port| port["port"] != highest - VIP);
        ensure!(ports.len() + 1 == before, "no port {} to take away", highest - VIP);
    }
    Ok(())
}

pub fn shell_as_first_process(objects: &mut [Value]) -> Result<()> {
    let container = at(broker_pod(objects)?, "/containers/0")?;
    let words = [&container["command"], &container["args"]].into_iter().filter_map(|words| words.as_array());
    let words: Vec<String> = words.flatten().filter_map(Value::as_str).map(|word| format!("'{word}'")).collect();
    ensure!(words.iter().any(|word| word == "'java'"), "the container does not run java");
    container["command"] = json!(["sh", "-c"]);
    container["args"] = json!([format!("{}; true", words.join(" "))]);
    Ok(())
}

pub fn user_without_group(objects: &mut [Value]) -> Result<()> {
    let context = at(broker_pod(objects)?, "/securityContext")?;
    *at(context, "/runAsUser")? = json!(1000);
    *at(context, "/runAsGroup")? = json!(1000);
    remove(context, "fsGroup")?;
    remove(context, "fsGroupChangePolicy")
}

pub fn root_user(objects: &mut [Value]) -> Result<()> {
    *at(broker_pod(objects)?, "/securityContext/runAsUser")? = json!(0);
    Ok(())
}

pub fn store_beside_the_claim(objects: &mut [Value]) -> Result<()> {
    rewrite(objects, "storePathRootDir", |_, _| Some("storePathRootDir=/home/rocketmq/logs/store".to_owned()))
}

pub fn one_name_server(objects: &mut [Value]) -> Result<()> {
    rewrite(objects, "namesrvAddr", |_, line| line.split(';').next().map(str::to_owned))
}

pub fn misspelt_key(objects: &mut [Value]) -> Result<()> {
    rewrite(objects, "maxHashSlotNum", |_, line| Some(line.replace("maxHashSlotNum", "maxHashSlotsNum")))
}
