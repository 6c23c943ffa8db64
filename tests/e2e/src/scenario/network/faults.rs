//! What a cut cable, a lost node and a removed Pod look like from everywhere.

use anyhow::{Result, ensure};

use super::dial::Answer::{NoRoute, Silence};
use super::dial::{Line, PATIENCE, QUIET, said};
use super::lab::{CLOSED, ECHO, Lab, NODE_PORTS, NODES, PORT, expect};
use crate::network::GATEWAY;

pub fn prove(lab: &mut Lab) -> Result<()> {
    a_cut_is_silent_and_mends(lab)?;
    a_lost_node_answers_nobody(lab)?;
    a_removed_host_is_gone(lab)
}

fn a_cut_is_silent_and_mends(lab: &Lab) -> Result<()> {
    let Lab { a, b, c, .. } = lab;
    let mut open = Line::open(Some(b), (a.address(), ECHO))?;
    a.cut()?;
    expect("a host that is cut off", Some(b), (a.address(), PORT), &Silence)?;
    expect("a host that is cut off", None, (a.address(), PORT), &Silence)?;
    expect("a host that is cut off, by node port", Some(lab.outside()), (NODES[0], NODE_PORTS[0]), &Silence)?;
    expect("anybody, being cut off", Some(a), (b.address(), PORT), &Silence)?;
    expect("the fabric, being cut off", Some(a), (GATEWAY, CLOSED), &Silence)?;
    expect("a host that is not", Some(b), (c.address(), PORT), &said(c, b.address()))?;
    ensure!(!open.lives(QUIET), "a connection outlives the cut");
    a.mend()?;
    a.mend()?;
    expect("a mended host", Some(b), (a.address(), PORT), &said(a, b.address()))?;
    expect("anybody, being mended", Some(a), (b.address(), PORT), &said(b, a.address()))?;
    ensure!(open.lives(PATIENCE), "a connection does not come back after the cut");
    Ok(())
}

fn a_lost_node_answers_nobody(lab: &Lab) -> Result<()> {
    let (b, outside) = (Some(&lab.b), Some(lab.outside()));
    let [one, .., echo] = NODE_PORTS;
    let mut open = [Line::open(b, (NODES[0], echo))?, Line::open(outside, (NODES[0], echo))?];
    ensure!(open.iter_mut().all(|line| line.lives(PATIENCE)), "the echo is silent");
    lab.world.network.remove_node_address("node1")?;
    ensure!(!open.iter_mut().any(|line| line.lives(QUIET)), "a connection outlives its node");
    expect("a lost node", outside, (NODES[0], one), &Silence)?;
    expect("a lost node", b, (NODES[0], one), &Silence)?;
    expect("a lost node", None, (NODES[0], one), &NoRoute)?;
    expect("another node", outside, (NODES[1], one), &said(&lab.a, GATEWAY))?;
    lab.world.network.restore_node_address("node1")?;
    expect("a restored node", outside, (NODES[0], one), &said(&lab.a, GATEWAY))?;
    expect("a restored node", b, (NODES[0], one), &said(&lab.a, GATEWAY))
}

fn a_removed_host_is_gone(lab: &mut Lab) -> Result<()> {
    let fresh = lab.world.network.add_pod("net-c-again")?;
    let address = std::mem::replace(&mut lab.c, fresh).address();
    expect("a removed host", Some(&lab.a), (address, PORT), &NoRoute)
}
