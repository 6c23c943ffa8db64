//! Which Pods stand in for one another.

use super::{Config, Found, Part, Role, Workload, is_same_namespace, once};

impl Found {
    /// Returns the workloads whose Pods stand in for those of this one, itself included: a group of brokers, a set of
    /// name servers or of controllers.
    ///
    /// # Errors
    ///
    /// Why the manifests do not tell it, as a clause.
    pub fn group<'a>(&'a self, workload: &'a Workload) -> Result<Vec<&'a Workload>, String> {
        let parts = || self.parts.iter().filter(|part| self.is_of(part, workload));
        if parts().any(|part| matches!(part.role, Role::NameServer | Role::Controller)) {
            return Ok(vec![workload]);
        }
        let broker = parts().find(|part| part.role == Role::Broker).ok_or("it runs no brokers")?;
        if self.lists_its_peers(broker, workload) {
            return Ok(vec![workload]);
        }
        let name = self.group_name(broker)?;
        let is_member = |other: &&Workload| {
            let mut brokers = self.parts.iter().filter(|part| part.role == Role::Broker && self.is_of(part, other));
            is_same_namespace(&other.identity, &workload.identity)
                && brokers.any(|part| self.group_name(part).as_ref() == Ok(&name))
        };
        Ok(once(self.workloads.iter().filter(is_member)))
    }

    fn is_of(&self, part: &Part, workload: &Workload) -> bool {
        self.workload(part).is_some_and(|own| std::ptr::eq(own, workload))
    }

    /// Returns cluster and group that all Pods of a part belong to.
    fn group_name(&self, broker: &Part) -> Result<(Option<String>, String), String> {
        match &broker.config {
            Config::None => Err("no config file sets `brokerName`, so that each Pod is a group of its own".to_owned()),
            Config::Unknown(why) => Err(format!("the config file with `brokerName` is not known: {why}")),
            Config::Files(_) => match self.common_setting(broker, "brokerName") {
                Some(name) => Ok((self.common_setting(broker, "brokerClusterName"), name)),
                None => Err("its Pods do not share one `brokerName`, so that they are no group".to_owned()),
            },
        }
    }

    /// A Raft group lists its members: as many as there are Pods means that these are they.
    ///
    /// That holds for a file too that a script completes at the start of each Pod.
    fn lists_its_peers(&self, broker: &Part, workload: &Workload) -> bool {
        let files: &[_] = match &broker.config {
            Config::Files(files) => files,
            _ => &broker.mounted,
        };
        let peers = |file: &super::FileId| self.setting(*file, "dLegerPeers").map(|peers| peers.split(';').count());
        let mut counts = files.iter().map(peers);
        let count = usize::try_from(workload.count()).ok();
        !files.is_empty() && workload.count() > 1 && counts.all(|peers| peers == count)
    }
}
