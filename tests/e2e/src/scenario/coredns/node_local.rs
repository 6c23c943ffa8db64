//! `NodeLocal DNSCache`: a second CoreDNS in front, which asks the first one for names of the cluster domain alone.

use std::net::Ipv4Addr;

use anyhow::{Context, Result, ensure};

use super::questions::{Lead, is_whole, names_lead, others, same_for_others};
use super::server::Server;
use super::{Lab, Named};
use crate::report::assertion::Assertion;

pub fn prove(lab: &Lab, names: &[Named]) -> Result<()> {
    Assertion::DnsName.holds_if(both_are_asked(lab, names).context("NodeLocal DNSCache"))
}

fn both_are_asked(lab: &Lab, names: &[Named]) -> Result<()> {
    // This one logs every question.
    let told = lab.told(&["merge", "-"], &lab.stock("ack")?)?;
    let central = lab.start("central", &[("Corefile", &told)])?;
    names_lead(&central, names, Lead::Nodes)?;
    let stock = lab.stock("node-local-dns")?;
    let in_front = |name: &str, text: &str| {
        let central = central.address().to_string();
        let files = |own: Ipv4Addr| vec![("Corefile".to_owned(), placed(text, &own.to_string(), &central))];
        Server::start_at(lab.world, name, &files, Some(lab.upstream.address()))
    };
    let plain = in_front("local", &stock)?;
    let before = others(&plain)?;
    is_whole(&before)?;
    let question = |name: &str| format!("\"A IN {name}. ");
    let asked = names.first().map(|named| question(&named.name)).context("no name")?;
    let so_far = central.logged(&asked);
    // CoreDNS knows the names, and nobody asks it.
    names_lead(&plain, names, Lead::Nowhere).context("it must not know what CoreDNS was told")?;
    ensure!(central.logged(&asked) == so_far, "CoreDNS was asked, although nothing says so");
    let merged = lab.told(&["merge", "--nodelocaldns", "-"], &stock)?;
    let taken_out = lab.told(&["merge", "--remove", "-"], &merged)?;
    ensure!(taken_out == stock, "the zone is not taken out as it was put in:\n{taken_out}");
    let forwarding = in_front("local-told", &merged)?;
    names_lead(&forwarding, names, Lead::Nodes)?;
    ensure!(central.logged(&asked) > so_far, "the question has not gone through both");
    same_for_others(&before, &others(&forwarding)?)
}

/// Puts addresses in the places that the program of `NodeLocal DNSCache` fills: its own, and that of `CoreDNS`.
fn placed(text: &str, own: &str, central: &str) -> String {
    text.replace("__PILLAR__LOCAL__DNS__ __PILLAR__DNS__SERVER__", own)
        .replace("__PILLAR__LOCAL__DNS__", own)
        .replace("__PILLAR__CLUSTER__DNS__", central)
        .replace("__PILLAR__UPSTREAM__SERVERS__", "/etc/resolv.conf")
}
