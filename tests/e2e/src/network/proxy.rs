//! kube-proxy's part: keeps the rules of the fabric in step with the objects of the API server.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::backends;
use super::kernel::nft;
use super::objects::{self, Node};
use super::ruleset::Ruleset;
use crate::plane::client::{Client, Event};

/// What is watched.
const KINDS: [(&str, &str); 3] = [("v1", "Service"), ("discovery.k8s.io/v1", "EndpointSlice"), ("v1", "Node")];

/// The rules for Services, and what they were made of.
#[derive(Debug, Default)]
pub struct ServiceProxy {
    applied: Option<Ruleset>,
}

impl ServiceProxy {
    /// Makes the rules those of these objects; returns true when that changed any.
    pub fn sync(&mut self, services: &[Value], slices: &[Value], nodes: &[Value]) -> Result<bool> {
        let nodes = nodes.iter().filter_map(|node| Node::read(node).transpose()).collect::<Result<Vec<_>>>()?;
        let wanted = Ruleset::new(&backends::ports(services, slices)?, &nodes);
        if self.applied.as_ref() == Some(&wanted) {
            return Ok(false);
        }
        nft(&wanted.transaction(self.applied.as_ref())).context("nft does not take the rules for Services")?;
        self.applied = Some(wanted);
        Ok(true)
    }

    /// Follows the objects of an API server from now on, until that ends.
    pub fn follow(self, client: &Client) -> Following {
        let following = Following::default();
        let (sender, receiver) = channel();
        for kind in KINDS {
            let (client, sender, failure) = (client.clone(), sender.clone(), following.clone());
            thread::spawn(move || failure.keep(watch(&client, kind, &sender)));
        }
        let failure = following.clone();
        thread::spawn(move || failure.keep(self.apply(&receiver)));
        following
    }

    fn apply(mut self, news: &Receiver<News>) -> Result<()> {
        let mut all: BTreeMap<&'static str, BTreeMap<String, Value>> = BTreeMap::new();
        while let Ok(first) = news.recv() {
            // What has come meanwhile goes along: one transaction for many changes.
            for (kind, news) in std::iter::once(first).chain(news.try_iter()) {
                learn(all.entry(kind).or_default(), news);
            }
            let [services, slices, nodes] = KINDS.map(|(_, kind)| {
                all.get(kind).map(|objects| objects.values().cloned().collect::<Vec<_>>()).unwrap_or_default()
            });
            self.sync(&services, &slices, &nodes)?;
        }
        Ok(())
    }
}

/// What is heard of the objects of a kind.
type News = (&'static str, Learned);

enum Learned {
    /// These are all.
    All(Vec<Value>),
    /// One of them has changed.
    One(Event),
}

fn learn(objects: &mut BTreeMap<String, Value>, learned: Learned) {
    match learned {
        Learned::All(all) => *objects = all.into_iter().map(|object| (objects::key(&object), object)).collect(),
        Learned::One(Event { kind, object }) if kind == "DELETED" => {
            objects.remove(&objects::key(&object));
        }
        Learned::One(Event { object, .. }) => {
            objects.insert(objects::key(&object), object);
        }
    }
}

/// Passes on what is heard until nobody wants it; a watch that breaks off is begun again.
fn watch(client: &Client, (api_version, kind): (&str, &'static str), news: &Sender<News>) -> Result<()> {
    loop {
        // What was deleted between two watches is told by neither.
        let all = client.list(api_version, kind, None);
        let all = all.with_context(|| format!("the rules for Services are old: no list of {kind}"))?;
        if news.send((kind, Learned::All(all))).is_err() {
            return Ok(());
        }
        // Why it breaks off does not matter: either the list tells, or it goes on.
        let _ = client.watch(api_version, kind, &mut |event| news.send((kind, Learned::One(event))).is_ok());
    }
}

/// A proxy at work.
#[derive(Clone, Debug, Default)]
pub struct Following {
    failure: Arc<Mutex<Option<String>>>,
}

impl Following {
    /// Fails when the rules are no longer kept in step, with the reason.
    pub fn check(&self) -> Result<()> {
        match self.failure.lock().ok().and_then(|failure| failure.clone()) {
            Some(failure) => bail!("{failure}"),
            None => Ok(()),
        }
    }

    /// The first failure is the reason of the others.
    fn keep(&self, ended: Result<()>) {
        if let (Err(error), Ok(mut failure)) = (ended, self.failure.lock()) {
            failure.get_or_insert_with(|| format!("{error:#}"));
        }
    }
}
