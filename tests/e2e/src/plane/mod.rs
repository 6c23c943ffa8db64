//! The control plane: the real etcd, API server, scheduler and controllers on loopback addresses of the fabric.

pub mod client;
mod kind;
pub mod nodes;
pub mod storage;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::network::GATEWAY;
use crate::process::{self, Daemon, wait_for};
use crate::sandbox::Scratch;
use client::Client;

/// The addresses of Services.
pub const SERVICE_RANGE: &str = "10.96.0.0/16";

/// By this the API server knows whoever may do everything.
pub const TOKEN: &str = "e2e";

/// The controllers whose work the tests look at; the others would only cost time.
const CONTROLLERS: [&str; 17] = [
    "deployment-controller",
    "disruption-controller",
    "endpointslice-controller",
    "garbage-collector-controller",
    "job-controller",
    "namespace-controller",
    "node-lifecycle-controller",
    "persistentvolume-binder-controller",
    "persistentvolume-protection-controller",
    "persistentvolumeclaim-protection-controller",
    "pod-garbage-collector-controller",
    "replicaset-controller",
    "root-ca-certificate-publisher-controller",
    "serviceaccount-controller",
    "statefulset-controller",
    "taint-eviction-controller",
    "ttl-after-finished-controller",
];

/// What tells one control plane of a run from another.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// The folder of its files.
    pub name: &'static str,
    /// The port of the API server; etcd has the next two.
    pub port: u16,
    /// The node ports that the API server allows.
    pub node_ports: &'static str,
}

impl Settings {
    /// What an API server has unless it is told otherwise.
    pub const STOCK_NODE_PORTS: &str = "30000-32767";
}

/// A running control plane.
#[derive(Debug)]
pub struct Plane {
    /// What talks to it.
    pub client: Client,
    /// For `kubectl`, CoreDNS and Helm.
    pub kubeconfig: PathBuf,
    port: u16,
    daemons: Mutex<Vec<Daemon>>,
}

impl Plane {
    /// Starts etcd and the API server and waits until it is ready.
    pub fn start(kubernetes: &Path, scratch: &Scratch, settings: Settings) -> Result<Self> {
        let folder = scratch.folder(settings.name)?;
        write_keys(&folder, settings.port)?;
        let etcd = Daemon::start("etcd", &mut etcd(kubernetes, &folder, settings.port), &folder.join("etcd.log"))?;
        let mut api_server = api_server(kubernetes, &folder, settings);
        let api_server = Daemon::start("kube-apiserver", &mut api_server, &folder.join("apiserver.log"))?;
        let client = Client::new(&format!("https://127.0.0.1:{}", settings.port), TOKEN);
        let mut daemons = vec![etcd, api_server];
        wait_for("ready API server", Duration::from_secs(90), || {
            daemons.iter_mut().try_for_each(Daemon::check)?;
            Ok(client.is_ready().then_some(()))
        })?;
        Ok(Self { client, kubeconfig: folder.join("kubeconfig"), port: settings.port, daemons: Mutex::new(daemons) })
    }

    /// Starts the scheduler and the controllers.
    pub fn start_controllers(&self, kubernetes: &Path) -> Result<()> {
        let folder = self.kubeconfig.parent().context("a kubeconfig without a folder")?;
        let scheduler = start_scheduler(kubernetes, folder, &self.kubeconfig)?;
        let controllers = start_controllers(kubernetes, folder, &self.kubeconfig)?;
        self.daemons.lock().unwrap_or_else(PoisonError::into_inner).extend([scheduler, controllers]);
        Ok(())
    }

    /// Returns host and port at which Pods find the API server.
    pub fn address(&self) -> (String, u16) {
        (GATEWAY.to_string(), self.port)
    }

    /// Returns the file with the certificate by which the API server is known.
    pub fn certificate(&self) -> PathBuf {
        self.kubeconfig.with_file_name("certificates").join("apiserver.crt")
    }

    /// Fails when a part of it has ended.
    pub fn check(&self) -> Result<()> {
        self.daemons.lock().unwrap_or_else(PoisonError::into_inner).iter_mut().try_for_each(Daemon::check)
    }

    /// Returns the real `kubectl` for this control plane.
    pub fn kubectl(&self, kubernetes: &Path) -> Command {
        let mut command = Command::new(kubernetes.join("kubectl"));
        command.env("KUBECONFIG", &self.kubeconfig);
        command
    }
}

/// Writes what the parts know each other by: the key of service account tokens, the one user, the kubeconfig.
fn write_keys(folder: &Path, port: u16) -> Result<()> {
    let (private, public) = (folder.join("tokens.key"), folder.join("tokens.pub"));
    let mut generate = Command::new("openssl");
    generate.args(["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out"]).arg(&private);
    process::output(&mut generate)?;
    process::output(Command::new("openssl").args(["pkey", "-pubout", "-in"]).arg(&private).arg("-out").arg(&public))?;
    std::fs::write(folder.join("users.csv"), format!("{TOKEN},admin,admin,system:masters\n"))?;
    let kubeconfig = serde_json::json!({
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": "e2e",
        "clusters": [{"name": "e2e", "cluster": {
            "server": format!("https://127.0.0.1:{port}"), "insecure-skip-tls-verify": true,
        }}],
        "users": [{"name": "admin", "user": {"token": TOKEN}}],
        "contexts": [{"name": "e2e", "context": {"cluster": "e2e", "user": "admin"}}],
    });
    std::fs::write(folder.join("kubeconfig"), kubeconfig.to_string()).context("cannot write the kubeconfig")
}

fn etcd(kubernetes: &Path, folder: &Path, port: u16) -> Command {
    let (clients, peers) = (etcd_address(port), format!("http://127.0.0.1:{}", port + 2));
    let mut command = Command::new(kubernetes.join("etcd"));
    command.arg("--data-dir").arg(folder.join("etcd"));
    command.arg(format!("--listen-client-urls={clients}")).arg(format!("--advertise-client-urls={clients}"));
    command.arg(format!("--listen-peer-urls={peers}")).arg(format!("--initial-advertise-peer-urls={peers}"));
    command.arg(format!("--initial-cluster=default={peers}")).args(["--unsafe-no-fsync", "--log-level=warn"]);
    command
}

fn etcd_address(port: u16) -> String {
    format!("http://127.0.0.1:{}", port + 1)
}

fn api_server(kubernetes: &Path, folder: &Path, settings: Settings) -> Command {
    let mut command = Command::new(kubernetes.join("kube-apiserver"));
    let in_folder = |flag: &str, name: &str| format!("{flag}={}", folder.join(name).display());
    command.args([
        // Pods find it at the fabric's own address; its certificate is for that.
        "--bind-address=0.0.0.0",
        "--authorization-mode=RBAC",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--endpoint-reconciler-type=none",
        // As installers set it; the default refuses privileged containers of anyone.
        "--allow-privileged=true",
    ]);
    command.arg(format!("--advertise-address={GATEWAY}"));
    command.arg(format!("--etcd-servers={}", etcd_address(settings.port)));
    command.arg(format!("--secure-port={}", settings.port));
    command.arg(format!("--service-cluster-ip-range={SERVICE_RANGE}"));
    command.arg(format!("--service-node-port-range={}", settings.node_ports));
    command.arg(in_folder("--cert-dir", "certificates"));
    command.arg(in_folder("--token-auth-file", "users.csv"));
    command.arg(in_folder("--service-account-key-file", "tokens.pub"));
    command.arg(in_folder("--service-account-signing-key-file", "tokens.key"));
    command
}

fn start_scheduler(kubernetes: &Path, folder: &Path, kubeconfig: &Path) -> Result<Daemon> {
    let mut command = Command::new(kubernetes.join("kube-scheduler"));
    command.arg("--kubeconfig").arg(kubeconfig).args(["--leader-elect=false", "--secure-port=0"]);
    Daemon::start("kube-scheduler", &mut command, &folder.join("scheduler.log"))
}

fn start_controllers(kubernetes: &Path, folder: &Path, kubeconfig: &Path) -> Result<Daemon> {
    let mut command = Command::new(kubernetes.join("kube-controller-manager"));
    command.arg("--kubeconfig").arg(kubeconfig).args(["--leader-elect=false", "--secure-port=0"]);
    command.arg(format!("--controllers={}", CONTROLLERS.join(",")));
    // A node that is silent for so long is unreachable: 50 s in a cluster, shorter here to save time.
    command.args(["--node-monitor-period=1s", "--node-monitor-grace-period=12s"]);
    Daemon::start("kube-controller-manager", &mut command, &folder.join("controllers.log"))
}
