//! The values file that `rmq init` writes: what most clusters set, each with its meaning, pinned to a version.

use super::field::{Field, Fields, Kind, find};
use super::fields::ROOT;
use super::schema::default;
use super::shown::clip;
use super::{ExternalType, Language};
use crate::yaml::{Node, write};

/// What `rmq init` was told.
#[derive(Clone, Debug)]
pub struct Starter {
    /// The language of the comments.
    pub language: Language,
    /// The name of the cluster, for the command in the head.
    pub name: String,
    /// The namespace, for the command in the head.
    pub namespace: String,
    /// Names and addresses of the Kubernetes nodes.
    pub nodes: Vec<(String, String)>,
    /// The image registry; empty for the public ones.
    pub registry: String,
    /// Where brokers keep their store.
    pub storage: Storage,
    /// How clients outside come in.
    pub external: ExternalType,
    /// Where the schema is, for editors: a path or an address.
    pub schema: Option<String>,
}

/// Where brokers keep their store.
#[derive(Clone, Debug)]
pub enum Storage {
    /// Claims of a storage class; empty for the default one.
    Claim(String),
    /// A folder of each node.
    Local(String),
}

/// Returns the file.
#[must_use]
pub fn starter(starter: &Starter) -> String {
    let mut page = Page { language: starter.language, out: head(starter) };
    page.field("version", &Given::Own);
    page.field("timezone", &Given::Own);
    page.nodes(starter);
    page.open("image");
    page.text("image.registry", &starter.registry);
    page.open("broker");
    page.field("broker.groups", &Given::Own);
    page.field("broker.replicas", &Given::Own);
    page.field("broker.config", &Given::Comment("{fileReservedTime: 72}"));
    page.open("broker.jvm");
    page.field("broker.jvm.heap", &Given::Own);
    page.field("broker.jvm.direct", &Given::Own);
    page.open("broker.persistence");
    page.storage(&starter.storage);
    page.field("broker.persistence.size", &Given::Own);
    page.open("external");
    page.text("external.type", starter.external.word());
    page.open("console");
    page.field("console.enabled", &Given::Own);
    page.out
}

/// What stands behind a key.
enum Given<'a> {
    /// The default.
    Own,
    /// A text.
    Text(&'a str),
    /// An example, as a comment.
    Comment(&'a str),
}

fn head(starter: &Starter) -> String {
    let mut head = String::new();
    if let Some(schema) = &starter.schema {
        head.extend(["# yaml-language-server: $schema=", &clip(schema), "\n"]);
    }
    let (name, namespace) = (clip(&starter.name), clip(&starter.namespace));
    head.extend([
        "# rmq render ",
        &name,
        " -n ",
        &namespace,
        " -f values.yaml | kubectl apply --server-side -f -\n#\n",
    ]);
    comment(&mut head, 0, starter.language.pick(ABOUT, ABOUT_ZH));
    head
}

const ABOUT: &str = "This is a 4.9.7 DLedger cluster: Raft groups that elect a new leader without help. \
                     Later versions are not chosen by themselves, because from 5.2.0 on this mode loses acknowledged \
                     messages after an unclean restart; `rmq` refuses that. The way forward is the controller mode of \
                     5.5.0, and between the two there is only a second cluster: their data does not mix.";
const ABOUT_ZH: &str = "这是 4.9.7 的 DLedger 集群：基于 Raft，自动选主。未默认选用更高版本，因为从 5.2.0 起，\
                        该模式在非正常重启后会丢失已确认的消息，`rmq` 会拒绝。今后的方向是 5.5.0 的 controller 模式，\
                        两者数据不互通，只能另建集群迁移。";

struct Page {
    language: Language,
    out: String,
}

impl Page {
    /// Begins a section with a blank line and its meaning.
    fn open(&mut self, path: &str) {
        let indent = indent_of(path);
        if indent == 0 {
            self.out.push('\n');
        }
        self.explain(path);
        self.line(indent, &format!("{}:", key_of(path)));
    }

    fn text(&mut self, path: &str, text: &str) {
        self.field(path, &Given::Text(text));
    }

    fn field(&mut self, path: &str, given: &Given) {
        let Some(field) = self.explain(path) else { return };
        let key = key_of(path);
        let line = match given {
            Given::Own => format!("{key}: {}", default_text(&field.kind)),
            Given::Text(text) => format!("{key}: {}", write::scalar(text)),
            Given::Comment(example) => format!("# {key}: {example}"),
        };
        self.line(indent_of(path), &line);
    }

    fn nodes(&mut self, starter: &Starter) {
        self.out.push('\n');
        self.explain("nodes");
        let is_used = starter.external != ExternalType::None || matches!(starter.storage, Storage::Local(_));
        let mark = if is_used && !starter.nodes.is_empty() { "" } else { "# " };
        let sample = [("node1".to_owned(), "192.168.1.176".to_owned())];
        let nodes = if starter.nodes.is_empty() { &sample[..] } else { &starter.nodes };
        self.line(0, &format!("{mark}nodes:"));
        for (name, address) in nodes {
            let line = format!("{mark}- {{name: {}, address: {}}}", flow(name), flow(address));
            self.line(0, &line);
        }
    }

    fn storage(&mut self, storage: &Storage) {
        match storage {
            Storage::Claim(class) => {
                self.text("broker.persistence.type", "claim");
                self.text("broker.persistence.storageClass", class);
            }
            Storage::Local(path) => {
                self.text("broker.persistence.type", "local");
                self.text("broker.persistence.path", path);
            }
        }
    }

    fn explain(&mut self, path: &str) -> Option<&'static Field> {
        let field = find_path(ROOT, path)?;
        comment(&mut self.out, indent_of(path), self.language.doc(field));
        Some(field)
    }

    fn line(&mut self, indent: usize, line: &str) {
        self.out.push_str(&" ".repeat(indent));
        self.out.push_str(line);
        self.out.push('\n');
    }
}

/// Writes a text as comment lines of at most 100 columns, of which a Chinese character takes two.
fn comment(out: &mut String, indent: usize, text: &str) {
    let mark = format!("{}# ", " ".repeat(indent));
    let mut line = String::new();
    for piece in pieces(text) {
        if width(&line) + width(piece.trim_end()) + indent > 98 {
            out.extend([&mark, line.trim_end(), "\n"]);
            line.clear();
        }
        line.push_str(piece);
    }
    out.extend([&mark, line.trim_end(), "\n"]);
}

/// The text in pieces after which a line may end: after a blank, and after a Chinese mark.
fn pieces(text: &str) -> std::str::SplitInclusive<'_, [char; 6]> {
    text.split_inclusive([' ', '，', '。', '；', '：', '、'])
}

fn width(text: &str) -> usize {
    text.chars().map(|character| if character.is_ascii() { 1 } else { 2 }).sum()
}

fn find_path(fields: Fields, path: &str) -> Option<&'static Field> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let field = find(fields, first)?;
    match (rest, &field.kind) {
        (None, _) => Some(field),
        (Some(rest), Kind::Section(below)) => find_path(below, rest),
        _ => None,
    }
}

fn indent_of(path: &str) -> usize {
    path.matches('.').count() * 2
}

fn key_of(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(_, key)| key)
}

fn default_text(kind: &Kind) -> String {
    default(kind).map_or_else(String::new, |value| write::block(&Node::generated(value), 0))
}

fn flow(text: &str) -> String {
    write::flow(&Node::generated(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;
    use crate::values::{Input, PersistenceType, load};

    fn sample(language: Language) -> Starter {
        Starter {
            language,
            name: "rocketmq".into(),
            namespace: "mq".into(),
            nodes: vec![("node1".into(), "192.168.1.176".into()), ("node2".into(), "192.168.1.177".into())],
            registry: "registry.local:5000".into(),
            storage: Storage::Local("/data/rocketmq".into()),
            external: ExternalType::NodePort,
            schema: Some("./rmq.schema.json".into()),
        }
    }

    #[test]
    fn it_loads_without_a_finding_and_says_what_it_was_told() {
        for language in [Language::English, Language::Chinese] {
            let text = starter(&sample(language));
            let mut sources = Sources::new();
            let file = sources.add("values.yaml", text.as_str());
            let report = load(&sources, &[Input::File(file)]);
            assert!(report.diagnostics.is_empty(), "{:?}\n{text}", report.diagnostics);
            let values = report.value.expect("values").values;
            assert_eq!(values.nodes.len(), 2);
            assert_eq!(values.broker.persistence.r#type, PersistenceType::Local);
            assert_eq!(values.external.r#type, ExternalType::NodePort);
            assert_eq!(values.image.registry, "registry.local:5000");
            assert!(text.starts_with("# yaml-language-server: $schema=./rmq.schema.json\n"), "{text}");
            assert!(text.lines().all(|line| width(line) <= 100), "{text}");
            assert!(text.contains("5.2.0"), "{text}");
        }
    }

    #[test]
    fn nodes_that_nothing_uses_stay_a_comment() {
        let told = Starter {
            external: ExternalType::None,
            storage: Storage::Claim(String::new()),
            ..sample(Language::English)
        };
        assert!(starter(&told).contains("\n# nodes:\n# - {name: "));
    }
}
