//! What each distribution of Kubernetes supports for names of others: the very object or file, ready to apply.
//!
//! A distribution that writes its Corefile anew has a place of its own for such names; only where it has none, the
//! Corefile itself is edited. Sources of the facts, with dates, stand in docs/coredns.md.
//!
//! **Invariant:** what is printed is YAML that an API server or the tool of the distribution reads, after comments; a
//! strategy that cannot work is refused, never replaced.

mod ack;
mod aks;
mod custom;
mod eks;
mod k3s;
mod kubeadm;
mod kubekey;
mod kubespray;
mod node_local;
mod object;
mod rke2;
mod sealos;
mod stock;
mod tke;

use super::{Strategy, remarks, title};
use crate::cluster::Cluster;
use crate::diagnostic::{Diagnostic, Diagnostics, Report, code};

/// A distribution of Kubernetes.
#[derive(Debug)]
pub struct Distribution {
    /// The word for it.
    pub word: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// The strategy that is taken when nobody asks for one.
    best: Strategy,
    /// Why a strategy cannot work.
    unfit: fn(Strategy) -> Option<&'static str>,
    /// Whether its `NodeLocal` `DNSCache` asks CoreDNS for names outside of the cluster domain.
    node_local: NodeLocal,
    print: fn(&Order<'_>) -> Result<Printed, Diagnostics>,
}

/// Whom the `NodeLocal` `DNSCache` of a distribution asks for names outside of the cluster domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NodeLocal {
    /// The resolver of the node, so that CoreDNS never sees the names.
    Bypasses,
    /// The same, but it is told of hosts lines together with CoreDNS.
    AnswersHosts,
    /// CoreDNS; the words say where that is written.
    AsksCoreDns(&'static str),
}

/// Every distribution, in the order of the help.
pub const ALL: [&Distribution; 10] = [
    &kubeadm::DISTRIBUTION,
    &k3s::DISTRIBUTION,
    &rke2::DISTRIBUTION,
    &kubespray::DISTRIBUTION,
    &kubekey::DISTRIBUTION,
    &sealos::DISTRIBUTION,
    &ack::DISTRIBUTION,
    &tke::DISTRIBUTION,
    &aks::DISTRIBUTION,
    &eks::DISTRIBUTION,
];

/// What is to be printed.
struct Order<'a> {
    word: &'static str,
    cluster: &'a Cluster,
    strategy: Strategy,
    has_node_local: bool,
    node_local: NodeLocal,
}

impl Distribution {
    /// Every word for one, in the order of the help.
    pub fn words() -> impl Iterator<Item = &'static str> {
        ALL.iter().map(|distribution| distribution.word)
    }

    /// Returns what a word stands for.
    #[must_use]
    pub fn parse(word: &str) -> Option<&'static Self> {
        ALL.into_iter().find(|distribution| distribution.word == word)
    }

    /// Returns the text that makes its cluster DNS answer the names of a cluster; `asked` is the strategy of the call.
    ///
    /// # Diagnostics
    ///
    /// RMQ029 and RMQ030 as [`super::snippet`]; RMQ040 for a strategy that cannot work there, RMQ041 to RMQ044 as
    /// [`remarks::remarks`].
    #[must_use]
    pub fn custom(&self, cluster: &Cluster, asked: Option<Strategy>, has_node_local: bool) -> Report<Printed> {
        let strategy = asked.or_else(|| Strategy::of(cluster)).unwrap_or(self.best);
        if let Some(reason) = (self.unfit)(strategy) {
            let refused = self.refused(strategy, reason);
            let of_values = cluster.dns_strategy.location.filter(|_| asked.is_none());
            return Report { value: None, diagnostics: refused.at(of_values).into() };
        }
        let node_local = self.node_local;
        let mut diagnostics = remarks::remarks(cluster, strategy);
        if !diagnostics.has_errors() && !has_node_local && node_local.bypasses(strategy) {
            diagnostics.push(remarks::node_local(cluster));
        }
        match (self.print)(&Order { word: self.word, cluster, strategy, has_node_local, node_local }) {
            Ok(printed) => Report { value: Some(printed), diagnostics },
            Err(found) => {
                diagnostics.extend(found);
                Report { value: None, diagnostics }
            }
        }
    }

    fn refused(&self, strategy: Strategy, reason: &str) -> Diagnostic {
        let message = format!("the strategy `{}` cannot work on {}: {reason}", strategy.word(), self.title);
        let fit = Strategy::ALL.into_iter().filter(|strategy| (self.unfit)(*strategy).is_none());
        let fit: Vec<String> = fit.map(|strategy| format!("`--strategy {}`", strategy.word())).collect();
        Diagnostic::error(code::STRATEGY_NOT_SUPPORTED, message).help(format!("take {}", fit.join(" or ")))
    }
}

impl NodeLocal {
    /// Returns true when names outside of the cluster domain do not come to what CoreDNS was told.
    fn bypasses(self, strategy: Strategy) -> bool {
        match self {
            Self::Bypasses => true,
            Self::AnswersHosts => strategy != Strategy::Hosts,
            Self::AsksCoreDns(_) => false,
        }
    }
}

impl Order<'_> {
    /// Returns what the text is, as the first comment.
    fn title(&self, place: &str) -> String {
        format!("{}, for {place}", title(&self.cluster.release))
    }

    /// Returns the name of what belongs to the cluster alone: a key of a `ConfigMap`.
    fn key(&self, ending: &str) -> String {
        format!("rmq-{}.{}.{ending}", self.cluster.release.namespace, self.cluster.release.name)
    }

    /// Returns the arguments that name the cluster; the values are where the user has them.
    fn arguments(&self) -> String {
        let release = &self.cluster.release;
        format!("{} -n {} -f values.yaml", release.name, release.namespace)
    }
}

fn every_strategy(_: Strategy) -> Option<&'static str> {
    None
}

/// What is printed for a distribution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// What is applied or written into a file, comments first.
    pub text: String,
    /// Comments on a text that can hold none.
    pub beside: String,
}

impl Printed {
    /// Puts comments above a text.
    fn under(comments: &[String], body: &str) -> Self {
        Self { text: commented(comments) + body, beside: String::new() }
    }

    /// Keeps comments apart from a text that can hold none.
    fn beside(comments: &[String], body: String) -> Self {
        Self { text: body, beside: commented(comments) }
    }
}

fn commented(comments: &[String]) -> String {
    comments.iter().map(|line| comment(line)).collect()
}

fn comment(line: &str) -> String {
    match line {
        "" => "#\n".to_owned(),
        line if line.starts_with('#') => format!("{line}\n"),
        line => format!("# {line}\n"),
    }
}
