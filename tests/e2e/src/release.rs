//! A cluster that `rmq` rendered, applied to the judge's API server as a user would.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use crate::kubelet::pods::Entry;
use crate::kubelet::volumes::node_path;
use crate::manifest;
use crate::process::wait_for;
use crate::rocketmq::cluster::Cluster;
use crate::world::World;

/// The port of every name server.
pub const NAME_SERVER_PORT: u16 = 9876;

/// A rendered cluster in a namespace of its own.
#[derive(Debug)]
pub struct Release {
    /// Where it runs.
    pub world: Arc<World>,
    /// Its namespace.
    pub namespace: String,
    /// Its objects as they were rendered.
    pub objects: Vec<Value>,
    /// When it was applied.
    pub applied: Instant,
    arguments: Vec<String>,
}

impl Release {
    /// The name of every release: namespaces keep them apart.
    pub const NAME: &'static str = "rocketmq";

    /// Renders a cluster, test-sized, and applies it to a new namespace.
    pub fn install(world: &Arc<World>, namespace: &str, arguments: &[&str]) -> Result<Self> {
        Self::install_changed(world, namespace, arguments, |_| Ok(()))
    }

    /// Does the same with objects that `change` has altered first.
    pub fn install_changed(
        world: &Arc<World>,
        namespace: &str,
        arguments: &[&str],
        change: impl FnOnce(&mut Vec<Value>) -> Result<()>,
    ) -> Result<Self> {
        let mut release = Self::prepared(world, namespace, arguments, change)?;
        release.apply(&release.objects)?;
        release.applied = Instant::now();
        Ok(release)
    }

    /// Renders a cluster, test-sized, and makes its namespace and its folders; somebody else applies it.
    pub fn prepared(
        world: &Arc<World>,
        namespace: &str,
        arguments: &[&str],
        change: impl FnOnce(&mut Vec<Value>) -> Result<()>,
    ) -> Result<Self> {
        let small = manifest::small_values(&world.tools).display().to_string();
        let mut arguments: Vec<String> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        arguments.extend(["-f".to_owned(), small]);
        let mut release = Self {
            world: Arc::clone(world),
            namespace: namespace.to_owned(),
            objects: Vec::new(),
            applied: Instant::now(),
            arguments,
        };
        release.objects = release.render(&[])?;
        change(&mut release.objects)?;
        world.create_namespace(namespace)?;
        release.make_folders()?;
        Ok(release)
    }

    /// Takes a cluster that somebody else has rendered, with the names of ours; somebody else applies it.
    pub fn of_others(world: &Arc<World>, namespace: &str, objects: Vec<Value>) -> Self {
        let (world, namespace) = (Arc::clone(world), namespace.to_owned());
        Self { world, namespace, objects, applied: Instant::now(), arguments: Vec::new() }
    }

    /// Returns the arguments with which it was rendered.
    pub fn arguments(&self) -> &[String] {
        &self.arguments
    }

    /// Renders the same values with more arguments.
    pub fn render(&self, more: &[&str]) -> Result<Vec<Value>> {
        let arguments: Vec<&str> = self.arguments.iter().map(String::as_str).chain(more.iter().copied()).collect();
        manifest::render(&self.world.tools, Self::NAME, &self.namespace, &arguments)
    }

    /// Applies objects server-side; a warning of the API server is an error.
    pub fn apply(&self, objects: &[Value]) -> Result<()> {
        let client = self.world.client();
        for object in objects {
            client.apply(object)?;
        }
        let warnings = client.take_warnings();
        ensure!(warnings.is_empty(), "the API server warns: {}", warnings.join("; "));
        Ok(())
    }

    /// Makes the folders of local volumes, as the next steps of `rmq render` tell.
    fn make_folders(&self) -> Result<()> {
        for volume in self.objects.iter().filter(|object| object["kind"] == "PersistentVolume") {
            let node = &volume["spec"]["nodeAffinity"]["required"]["nodeSelectorTerms"][0]["matchExpressions"][0];
            let (node, path) = (node["values"][0].as_str(), volume["spec"]["local"]["path"].as_str());
            let (node, path) = node.zip(path).context("a volume that is not local")?;
            std::fs::create_dir_all(node_path(&self.world.scratch, node, path))?;
        }
        Ok(())
    }

    /// Returns the running Pod of this name.
    pub fn pod(&self, name: &str) -> Result<Arc<Entry>> {
        self.world.kubelet.pod(&self.namespace, name).with_context(|| format!("no Pod {name} runs"))
    }

    /// Returns the Pods of a component in the order of their names.
    pub fn pods(&self, component: &str) -> Vec<Arc<Entry>> {
        let prefix = format!("{}-{component}-", Self::NAME);
        let mut pods = self.world.kubelet.pods(&self.namespace);
        pods.retain(|pod| pod.name.starts_with(&prefix));
        pods.sort_by(|a, b| a.name.cmp(&b.name));
        pods
    }

    /// Calls `ask` with the cluster as its name servers tell of it.
    pub fn cluster<T>(&self, ask: impl FnOnce(&Cluster) -> Result<T>) -> Result<T> {
        let mut name_servers = Vec::new();
        for pod in self.pods("namesrv") {
            let is_up = pod.view().is_running && !self.world.kubelet.is_silent(&pod.node);
            if let (true, Some(address)) = (is_up, pod.view().address) {
                name_servers.push(SocketAddr::new(address.into(), NAME_SERVER_PORT));
            }
        }
        let resolve = |name: &str| self.world.resolve(&self.namespace, name);
        ask(&Cluster::new(&name_servers, &resolve))
    }

    /// Returns the Pod that is advertised at an address.
    pub fn pod_at(&self, advertised: &str) -> Result<Arc<Entry>> {
        let configs = self.objects.iter().filter(|object| object["kind"] == "ConfigMap");
        for (file, text) in configs.filter_map(|object| object["data"].as_object()).flatten() {
            let Some(pod) = file.strip_suffix(".conf") else { continue };
            let text = text.as_str().unwrap_or_default();
            let value = |key: &str| text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='));
            if let (Some(host), Some(port)) = (value("brokerIP1"), value("listenPort"))
                && advertised == format!("{host}:{port}")
            {
                return self.pod(pod);
            }
        }
        bail!("no broker is advertised at {advertised}")
    }

    /// Runs the smoke test Job and returns whether it succeeded, with its log.
    pub fn smoke_test(&self, more: &[&str]) -> Result<(bool, String)> {
        let mut arguments = vec!["--only", "smoke-test"];
        arguments.extend(more);
        let job = self.render(&arguments)?;
        let job = job.iter().find(|object| object["kind"] == "Job").context("no Job among the smoke test")?;
        self.world.client().delete(job, &json!({"propagationPolicy": "Background"}))?;
        let name = job["metadata"]["name"].as_str().context("a Job without a name")?;
        let gone = || Ok(self.world.client().find(&self.job_path(name))?.is_none().then_some(()));
        wait_for("end of the old Job", Duration::from_secs(30), gone)?;
        self.world.client().create(job)?;
        let succeeded = wait_for("end of the smoke test", Duration::from_mins(4), || {
            self.world.kubelet.check()?;
            let job = self.world.client().find(&self.job_path(name))?.context("the Job is gone")?;
            let conditions = job["status"]["conditions"].as_array();
            let mut ended = conditions.into_iter().flatten().filter(|condition| condition["status"] == "True");
            Ok(ended.find_map(|condition| match condition["type"].as_str() {
                Some("Complete") => Some(true),
                Some("Failed") => Some(false),
                _ => None,
            }))
        })?;
        Ok((succeeded, self.log_of(name)))
    }

    fn job_path(&self, name: &str) -> String {
        format!("/apis/batch/v1/namespaces/{}/jobs/{name}", self.namespace)
    }

    /// Returns what the containers of Pods with this prefix have logged.
    pub fn log_of(&self, prefix: &str) -> String {
        let prefix = format!("{}_{prefix}", self.namespace);
        let entries = std::fs::read_dir(self.world.kubelet.logs()).into_iter().flatten().flatten();
        let ours = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(&prefix));
        ours.map(|entry| std::fs::read_to_string(entry.path()).unwrap_or_default()).collect()
    }
}
