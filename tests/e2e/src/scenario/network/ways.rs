//! Which way is open from where, and whom the other end sees.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use anyhow::{Result, ensure};

use super::dial::Answer::{NoRoute, Refused, Silence};
use super::dial::{PATIENCE, dial, said};
use super::lab::{CLOSED, Lab, NODE_PORTS, NODES, PORT, expect};
use crate::network::{DNS, GATEWAY, Host};
use crate::process::output;

pub fn prove(lab: &Lab) -> Result<()> {
    hosts_reach_each_other(lab)?;
    services_lead_to_endpoints(lab)?;
    node_ports_lead_to_endpoints(lab)?;
    traffic_can_stay_on_its_node(lab)?;
    choices_are_random_or_remembered(lab)?;
    nobody_outside_reaches_the_inside(lab)
}

fn hosts_reach_each_other(lab: &Lab) -> Result<()> {
    let Lab { a, b, .. } = lab;
    expect("b by its address", Some(a), (b.address(), PORT), &said(b, a.address()))?;
    expect("a by its address", Some(b), (a.address(), PORT), &said(a, b.address()))?;
    expect("itself by its address", Some(a), (a.address(), PORT), &said(a, a.address()))?;
    expect("a by its address", None, (a.address(), PORT), &said(a, GATEWAY))?;
    expect("a closed port", Some(a), (b.address(), CLOSED), &Refused)
}

fn services_lead_to_endpoints(lab: &Lab) -> Result<()> {
    let Lab { a, b, .. } = lab;
    let (one, none) = (lab.service("one")?, lab.service("none")?);
    expect("a Service", Some(b), (one, PORT), &said(a, b.address()))?;
    expect("its own Service", Some(a), (one, PORT), &said(a, GATEWAY))?;
    expect("a Service", None, (one, PORT), &said(a, GATEWAY))?;
    for from in [Some(b), None] {
        expect("a Service without endpoints", from, (none, PORT), &Refused)?;
        expect("a port that the Service has not", from, (one, CLOSED), &Refused)?;
        expect("an address that no Service has", from, (Ipv4Addr::new(10, 96, 0, 99), PORT), &Silence)?;
    }
    Ok(())
}

fn node_ports_lead_to_endpoints(lab: &Lab) -> Result<()> {
    let [one, none, ..] = NODE_PORTS;
    let places = [Some(&lab.a), Some(&lab.b), None, Some(lab.outside())];
    for (node, from) in NODES.iter().flat_map(|node| places.map(|from| (*node, from))) {
        expect("a node port", from, (node, one), &said(&lab.a, GATEWAY))?;
        expect("a node port without endpoints", from, (node, none), &Refused)?;
        expect("a node at another port", from, (node, CLOSED), &Refused)?;
    }
    Ok(())
}

fn traffic_can_stay_on_its_node(lab: &Lab) -> Result<()> {
    let [.., local, _] = NODE_PORTS;
    let (a, b, outside) = (&lab.a, &lab.b, lab.outside());
    for node in NODES {
        expect("a local node port", Some(b), (node, local), &said(a, b.address()))?;
        expect("a local node port", None, (node, local), &said(a, GATEWAY))?;
    }
    let own = said(a, outside.address());
    expect("a local node port with its endpoint", Some(outside), (NODES[0], local), &own)?;
    expect("a local node port on another node", Some(outside), (NODES[1], local), &Silence)
}

fn choices_are_random_or_remembered(lab: &Lab) -> Result<()> {
    let Lab { a, b, .. } = lab;
    let two = many(a, lab.service("two")?)?;
    ensure!(two.len() == 2, "of two endpoints these got 40 connections: {two:?}");
    let sticky = many(b, lab.service("sticky")?)?;
    lab.set("one", PORT, &[(b, "node1")])?;
    lab.becomes(None, (lab.service("one")?, PORT), |answer| *answer == said(b, GATEWAY))?;
    let later = many(b, lab.service("sticky")?)?;
    ensure!(sticky.len() == 1 && sticky == later, "one client, many endpoints: {sticky:?}, then {later:?}");
    lab.set("one", PORT, &[(a, "node1")])?;
    lab.becomes(None, (lab.service("one")?, PORT), |answer| *answer == said(a, GATEWAY))
}

fn nobody_outside_reaches_the_inside(lab: &Lab) -> Result<()> {
    let outside = lab.outside();
    let inside = [lab.a.address(), lab.service("one")?, GATEWAY, DNS];
    for address in inside {
        expect("the inside", Some(outside), (address, PORT), &NoRoute)?;
    }
    let [node, _] = NODES.map(|node| node.to_string());
    output(outside.command("ip").args(["route", "add", "default", "via", &node]))?;
    for address in inside {
        expect("the inside by a route over a node", Some(outside), (address, PORT), &Silence)?;
    }
    output(outside.command("ip").args(["route", "del", "default"])).map(drop)
}

/// Returns all answers to many calls.
fn many(from: &Host, address: Ipv4Addr) -> Result<BTreeSet<String>> {
    (0..40).map(|_| Ok(format!("{:?}", dial(Some(from), (address, PORT), PATIENCE)?))).collect()
}
