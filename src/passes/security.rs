//! `security`: servers of the official image run as its own user, with nothing more than that user needs.
//!
//! Files belong to whoever wrote them: a server that runs as another user today keeps it.

use super::subject::Subject;
use super::tree::{list, mapping, value};
use super::{Context, Extent, Pass, Steps};
use crate::cluster::recognise::volume::{self, Mount, VolumeSource};
use crate::cluster::recognise::{Config, Container, Found, Image, Part, Role};
use crate::documents::Object;
use crate::yaml::{FieldPath, Node, Value};

pub(super) const PASS: Pass = Pass {
    name: "security",
    about: "Runs servers of the official image as its own user, without privileges",
    extent: Extent::Hardening,
    run,
};

/// User and group of the official image.
const USER: i64 = 3000;
const HOME: &str = "/home/rocketmq";

fn run(context: &Context<'_>, object: &Object<'_>, steps: &mut Steps) {
    let Some(subject) = Subject::of(context, object) else { return };
    let mut seen: Vec<&FieldPath> = Vec::new();
    let mut is_ours = false;
    for (part, container, node) in subject.containers(object) {
        if seen.contains(&&container.path) {
            continue;
        }
        seen.push(&container.path);
        let work = Work { subject: &subject, container, node };
        work.seccomp(steps);
        match work.user() {
            Ok(user) => {
                is_ours |= user == User::Image || user == User::Same;
                work.set_user(user, steps);
                work.privileges(steps);
                if user != User::Other {
                    work.root_file_system(context.found, part, steps);
                }
            }
            Err(why) => steps.leave(format!("container {} keeps its user and rights: {why}", container.name)),
        }
    }
    if is_ours {
        group(&subject, object, steps);
    }
}

/// Who a container runs as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum User {
    /// The user of the image, as nobody says anything else.
    Image,
    /// That user, as the manifest says already.
    Same,
    /// Another one that is not root.
    Other,
}

/// One container of a workload.
struct Work<'a> {
    subject: &'a Subject<'a>,
    container: &'a Container,
    node: &'a Node,
}

impl Work<'_> {
    /// Returns what the container says of a field, or else its Pod.
    fn effective(&self, field: &str) -> Option<&Value> {
        let of = |node: &Node| node.get("securityContext").and_then(|context| context.get(field)).is_some();
        let place = if of(self.node) { self.node } else { self.subject.spec };
        place.get("securityContext")?.get(field).map(|node| &node.value).filter(|value| **value != Value::Null)
    }

    fn own(&self, field: &str) -> Option<&Node> {
        self.node.get("securityContext")?.get(field)
    }

    fn set(&self, field: &[&str], node: Node, steps: &mut Steps) {
        let path = field.iter().fold(self.container.path.clone().key("securityContext"), |path, name| path.key(*name));
        steps.set(path, node, self.subject.effect);
    }

    fn user(&self) -> Result<User, String> {
        if self.own("privileged").is_some_and(|flag| flag.value == Value::Bool(true)) {
            return Err("it is privileged".to_owned());
        }
        match self.effective("runAsUser") {
            Some(Value::Int(USER)) => Ok(User::Same),
            Some(Value::Int(0)) => {
                let why = "it runs as root, and what root wrote another user cannot open";
                Err(self.store().map_or_else(|| why.to_owned(), |path| format!("{why}: {path}")))
            }
            Some(_) => Ok(User::Other),
            None => match self.container.image.as_deref() {
                Some(image) if image.is_official() => Ok(User::Image),
                Some(image) => Err(format!("the user of `{}` is not known", image.reference)),
                None => Err("it has no image".to_owned()),
            },
        }
    }

    /// Returns a mount whose files outlive the Pod.
    fn store(&self) -> Option<&str> {
        let lasts = |mount: &&Mount| {
            let volume = self.subject.workload.volumes.iter().find(|volume| volume.name == mount.volume);
            volume.is_some_and(|it| matches!(it.source, VolumeSource::Claim(_) | VolumeSource::HostPath(_)))
        };
        self.container.mounts.iter().find(lasts).map(|mount| mount.path.as_str())
    }

    fn set_user(&self, user: User, steps: &mut Steps) {
        if user == User::Image {
            self.set(&["runAsUser"], value(USER), steps);
            if self.effective("runAsGroup").is_none() {
                self.set(&["runAsGroup"], value(USER), steps);
            }
        }
        if self.effective("runAsNonRoot") != Some(&Value::Bool(true)) {
            self.set(&["runAsNonRoot"], value(true), steps);
        }
    }

    fn privileges(&self, steps: &mut Steps) {
        if self.own("allowPrivilegeEscalation").is_none() {
            self.set(&["allowPrivilegeEscalation"], value(false), steps);
        }
        let lists = |field: &str| {
            let list = self.own("capabilities").and_then(|all| all.get(field)).and_then(Node::as_sequence);
            list.unwrap_or_default().iter().filter_map(Node::as_str).map(str::to_ascii_uppercase).collect::<Vec<_>>()
        };
        if !lists("add").is_empty() {
            return steps.leave(format!("container {} keeps its capabilities: it asks for some", self.container.name));
        }
        if !lists("drop").contains(&"ALL".to_owned()) {
            self.set(&["capabilities", "drop"], list([value("ALL")]), steps);
        }
    }

    fn seccomp(&self, steps: &mut Steps) {
        if self.effective("seccompProfile").is_none() {
            self.set(&["seccompProfile"], mapping([("type", value("RuntimeDefault"))]), steps);
        }
    }

    fn root_file_system(&self, found: &Found, part: &Part, steps: &mut Steps) {
        if self.own("readOnlyRootFilesystem").is_some() {
            return;
        }
        match self.unwritable(found, part) {
            None => self.set(&["readOnlyRootFilesystem"], value(true), steps),
            Some(why) => {
                let name = &self.container.name;
                steps.leave(format!("the root file system of container {name} stays writable: {why}"));
            }
        }
    }

    /// Returns why the server would miss a place to write to.
    fn unwritable(&self, found: &Found, part: &Part) -> Option<String> {
        let mut places = vec!["/tmp".to_owned(), format!("{HOME}/logs")];
        match (part.role, &part.config) {
            (_, Config::Unknown(why)) => return Some(format!("what it writes is not known: {why}")),
            (Role::NameServer, _) => places.push(format!("{HOME}/namesrv")),
            (Role::Broker, Config::Files(files)) => {
                places.extend(files.iter().flat_map(|file| stores(|key| found.setting(*file, key))));
            }
            (Role::Broker, Config::None) => places.extend(stores(|_| None)),
            _ => return Some(format!("what a {} writes is not known for sure", part.role)),
        }
        let has_home = |entry: &Node| {
            let text = entry.get("value").and_then(Node::as_str).unwrap_or_default();
            text.contains("user.home") || text.contains("logback")
        };
        let entries = self.node.get("env").and_then(Node::as_sequence).unwrap_or_default();
        if entries.iter().any(has_home) || self.container.image.as_deref().and_then(Image::version).is_none() {
            return Some("where it writes its logs is not known".to_owned());
        }
        let missing = places.into_iter().find(|place| !self.is_writable(place));
        missing.map(|place| format!("nothing is mounted at {place}"))
    }

    fn is_writable(&self, path: &str) -> bool {
        let Some(mount) = volume::mount_of(&self.container.mounts, path) else { return false };
        let volume = self.subject.workload.volumes.iter().find(|volume| volume.name == mount.volume);
        let holds = |source: &VolumeSource| {
            matches!(source, VolumeSource::Claim(_) | VolumeSource::EmptyDir | VolumeSource::HostPath(_))
        };
        !mount.is_read_only && volume.is_some_and(|volume| holds(&volume.source))
    }
}

/// Returns the folders of a broker's store.
fn stores(setting: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let root = setting("storePathRootDir").unwrap_or_else(|| format!("{HOME}/store"));
    let more = ["storePathCommitLog", "storePathDLedgerCommitLog", "storePathEpochFile", "storePathBrokerIdentity"];
    [root].into_iter().chain(more.into_iter().filter_map(setting)).map(|path| path.trim().to_owned()).collect()
}

/// Gives the files of claims to the group of the image, where nobody else uses them.
fn group(subject: &Subject<'_>, object: &Object<'_>, steps: &mut Steps) {
    let context = subject.spec.get("securityContext");
    if context.and_then(|context| context.get("fsGroup")).is_some() {
        return;
    }
    let claims = subject.workload.volumes.iter().filter(|volume| matches!(volume.source, VolumeSource::Claim(_)));
    let claims: Vec<&str> = claims.map(|volume| volume.name.as_str()).collect();
    if claims.is_empty() {
        return;
    }
    let ours: Vec<&Node> = subject.containers(object).into_iter().map(|(_, _, node)| node).collect();
    let all = super::pod::containers(&subject.path, subject.spec);
    let others = all.iter().map(|(_, node)| *node).filter(|node| !ours.iter().any(|own| std::ptr::eq(*own, *node)));
    let uses_claim = |node: &Node| {
        let mounts = node.get("volumeMounts").and_then(Node::as_sequence).unwrap_or_default();
        let names = mounts.iter().filter_map(|mount| mount.get("name").and_then(Node::as_str));
        names.into_iter().any(|name| claims.contains(&name))
    };
    if others.into_iter().any(uses_claim) {
        return steps.leave("fsGroup stays open: another container uses the same claim");
    }
    let path = subject.path.clone().key("securityContext");
    steps.set(path.clone().key("fsGroup"), value(USER), subject.effect);
    if context.and_then(|context| context.get("fsGroupChangePolicy")).is_none() {
        steps.set(path.key("fsGroupChangePolicy"), value("OnRootMismatch"), subject.effect);
    }
}
