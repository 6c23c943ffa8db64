//! A `ResourceList` in place of a stream: what kustomize and kpt hand to a function.
//!
//! Its items are what documents are in a stream. A cluster that is the configuration of a tool stays in the list, and
//! its objects stand behind it: the file that it was read from would else be deleted.

use std::collections::BTreeMap;

use super::change::{self, Changed};
use super::expand::{self, Own};
use super::findings::in_a_list;
use super::post_render::Expansion;
use super::survey::Survey;
use super::work::{Work, for_each_part};
use crate::diagnostic::{Diagnostic, Diagnostics, Report, code};
use crate::documents::{self, Document, Identity, Object, Origin, ResourceList};
use crate::passes::{Config, Plan, config};
use crate::render::Rendered;
use crate::source::{Location, SourceId, Sources, Span};
use crate::values::{self, Input};
use crate::yaml::edit::Change;
use crate::yaml::{self, Entry, FieldPath, Mapping, Node, Value};

/// Reads what post-rendering does: from a file, if there is one, and from the `functionConfig` of a `ResourceList`.
///
/// # Diagnostics
///
/// Those of [`config::load`]; `CONTRADICTION` when both are given and differ; `WRONG_KIND` for a `functionConfig` that
/// is not for `rmq`.
#[must_use]
pub fn post_render_config(sources: &Sources, stream: SourceId, file: Option<SourceId>) -> Report<Config> {
    let from_file = file.map(|file| config::load(sources, file)).map_or_else(nothing, some);
    let (place, listed) = listed(sources, stream);
    let mut diagnostics = from_file.diagnostics;
    diagnostics.extend(listed.diagnostics);
    let (Some(from_file), Some(listed)) = (from_file.value, listed.value) else {
        return Report { value: None, diagnostics };
    };
    if let (Some(ours), Some(theirs), Some(file)) = (&from_file, &listed, file)
        && ours != theirs
    {
        let message = "the functionConfig says something else than the file of `--config`";
        let at_file = Location { source: file, span: Span::new(0, 0) };
        let error = Diagnostic::error(code::CONTRADICTION, message).at(place).label(at_file, "the file");
        diagnostics.push(error.help("give one of them, or the same in both"));
        return Report { value: None, diagnostics };
    }
    Report { value: Some(listed.or(from_file).unwrap_or_default()), diagnostics }
}

fn nothing<T>() -> Report<Option<T>> {
    Report { value: Some(None), diagnostics: Diagnostics::new() }
}

fn some<T>(report: Report<T>) -> Report<Option<T>> {
    Report { value: report.value.map(Some), diagnostics: report.diagnostics }
}

/// Returns the configuration in a list, with its place.
fn listed(sources: &Sources, stream: SourceId) -> (Option<Location>, Report<Option<Config>>) {
    let text = sources.get(stream).map_or("", |source| &source.text);
    let list = documents::resource_list(stream, text);
    let given = list.as_ref().and_then(ResourceList::function_config);
    let Some(given) = given else { return (None, nothing()) };
    let identity = Identity::of(given);
    let report = match (identity.api_version.as_str(), identity.kind.as_str()) {
        (config::API_VERSION, config::KIND) => some(config::read(given, sources)),
        (values::API_VERSION, values::KIND) => nothing(),
        // kustomize makes one up where it is given a program and nothing else.
        ("v1", "ConfigMap") if is_empty(given.get("data")) => nothing(),
        _ => Report { value: None, diagnostics: stranger(given, &identity).into() },
    };
    (given.location, report)
}

fn is_empty(data: Option<&Node>) -> bool {
    data.is_none_or(|data| match &data.value {
        Value::Null => true,
        Value::Mapping(mapping) => mapping.is_empty(),
        _ => false,
    })
}

fn stranger(given: &Node, identity: &Identity) -> Diagnostic {
    let message = format!("the functionConfig is not for `rmq`: {identity}");
    let location = given.get("kind").and_then(|kind| kind.location).or(given.location);
    Diagnostic::error(code::WRONG_KIND, message).at(location).path("functionConfig").help(format!(
        "give a `{}` or a `{}` of `{}`",
        config::KIND,
        values::KIND,
        values::API_VERSION
    ))
}

/// Returns the clusters of a list as inputs.
pub(super) fn clusters(list: &ResourceList<'_>) -> Vec<Input> {
    let all = list.items().iter().chain(list.function_config());
    all.filter(|node| is_cluster(node)).map(|node| input(list, node)).collect()
}

fn is_cluster(node: &Node) -> bool {
    let identity = Identity::of(node);
    identity.api_version == values::API_VERSION && identity.kind == values::KIND
}

fn input(list: &ResourceList<'_>, node: &Node) -> Input {
    Input::Item { source: list.document.source, node: node.clone() }
}

/// Returns a cluster that is not among the items either, as a generator gets it.
fn function_config<'a>(list: &'a ResourceList<'_>) -> Option<&'a Node> {
    let given = list.function_config().filter(|given| is_cluster(given))?;
    let identity = Identity::of(given);
    (!list.items().iter().any(|item| Identity::of(item) == identity)).then_some(given)
}

/// What becomes of the items.
#[derive(Default)]
struct Items {
    /// Items that no pass looks at, with the change that concerns them as a whole.
    whole: BTreeMap<usize, Option<Change>>,
    /// Objects that belong at the end.
    last: Vec<Node>,
    /// The passes' plans, by item.
    plans: Vec<(FieldPath, Identity, Plan)>,
}

/// A cluster and the objects that it stands for.
struct Made<'a> {
    /// Where it stands among the items; nothing for the `functionConfig`.
    index: Option<usize>,
    node: &'a Node,
    objects: Vec<Node>,
}

impl Work<'_> {
    /// Post-renders the items of a list.
    pub(super) fn resource_list(&mut self, documents: &[Document<'_>], list: &ResourceList<'_>) {
        let own: Vec<Option<Own>> = list.items().iter().map(|item| self.own(item)).collect();
        let is = |index: &usize, want: Own| own.get(*index).is_some_and(|own| *own == Some(want));
        let clusters = list.items().iter().enumerate().filter(|(index, _)| is(index, Own::Cluster));
        let mut places: Vec<(Option<usize>, &Node)> = clusters.map(|(index, node)| (Some(index), node)).collect();
        places.extend(function_config(list).map(|node| (None, node)));
        let mut survey = Survey::default();
        for document in documents {
            survey.look(document, document.read().ok().as_ref());
        }
        let mut made: Vec<Made<'_>> = Vec::new();
        for (index, node) in places {
            let rendered = self.cluster(list, node);
            let objects = rendered.iter().filter_map(|object| self.tree(list, object, &mut survey)).collect();
            made.push(Made { index, node, objects });
        }
        self.done.found = survey.finish(documents);
        let mut items = Items::default();
        for index in (0..list.items().len()).filter(|index| is(index, Own::Sentinel)) {
            items.whole.insert(index, Some(Change::Remove(ResourceList::place(index))));
        }
        self.number = documents.len();
        for cluster in made {
            self.put_cluster(list, cluster, &mut items);
        }
        self.number = list.document.index;
        for (index, item) in list.items().iter().enumerate() {
            if !items.whole.contains_key(&index) {
                self.foreign(index, item, &mut items);
            }
        }
        self.put_list(list, items);
    }

    /// Returns what an item is to us; nothing for those of others.
    fn own(&mut self, item: &Node) -> Option<Own> {
        if Identity::of(item).kind == config::KIND && documents::is_local(item) {
            return None;
        }
        for object in documents::objects(item) {
            match expand::own(&object) {
                Err(error) => self.found.extend(error),
                Ok(None) => {}
                Ok(Some(_)) if !object.path.steps().is_empty() => self.found.push(in_a_list(&object)),
                Ok(Some(own)) => return Some(own),
            }
        }
        None
    }

    /// Renders a cluster; nothing when something in it is wrong.
    fn cluster(&mut self, list: &ResourceList<'_>, node: &Node) -> Vec<Rendered> {
        let Report { value, diagnostics } = expand::expand(self.sources, input(list, node), self.release, false);
        self.found.extend(diagnostics);
        let made = value.unwrap_or_default();
        let (identity, origin) = (Identity::of(node), Origin::default());
        let objects = expand::names(&made.objects);
        self.found.extend(self.claims.take(node, &origin, &made));
        self.done.expanded.push(Expansion { identity, origin, objects, anew: None });
        made.objects
    }

    /// Returns the tree of a rendered object.
    fn tree(&mut self, list: &ResourceList<'_>, rendered: &Rendered, survey: &mut Survey) -> Option<Node> {
        let mut found = None;
        let read = for_each_part(&list.document, &rendered.text, |part, node| {
            survey.look_at_made(part, node);
            found = Some(node.clone());
        });
        self.found.extend(read.err().unwrap_or_default());
        found
    }

    /// Puts the objects of a cluster where it stands, or behind it, or at the end.
    fn put_cluster(&mut self, list: &ResourceList<'_>, cluster: Made<'_>, items: &mut Items) {
        let Made { index, node, objects } = cluster;
        let mut objects: Vec<Node> = objects.into_iter().flat_map(|object| self.after_passes(object)).collect();
        let is_kept = index.is_none() || documents::is_local(node);
        if is_kept {
            objects.retain(|object| !renew(list, object, items));
        }
        let Some(index) = index else { return items.last.append(&mut objects) };
        let place = ResourceList::place(index);
        let change = match is_kept {
            true if objects.is_empty() => None,
            true => Some(Change::Follow(place, objects)),
            false => Some(Change::Replace(place, objects)),
        };
        items.whole.insert(index, change);
    }

    /// Returns a rendered object as the passes leave it, with those that they put beside it.
    fn after_passes(&mut self, object: Node) -> Vec<Node> {
        let (identity, path) = (Identity::of(&object), FieldPath::root());
        let plan = self.plan(&Object { identity: identity.clone(), path: path.clone(), node: &object });
        self.number += 1;
        let mut changed = object.clone();
        let is_made = plan.in_document(&path).try_for_each(|change| change.apply(&mut changed)).is_ok();
        let mut objects = vec![if is_made { changed } else { object }];
        objects.extend_from_slice(plan.new_objects());
        self.record(identity, plan, None);
        objects
    }

    /// Plans what the passes change in an item of others.
    fn foreign(&self, index: usize, item: &Node, items: &mut Items) {
        for object in documents::objects(item) {
            let plan = self.plan(&object);
            items.last.extend_from_slice(plan.new_objects());
            items.plans.push((ResourceList::place(index).join(&object.path), object.identity, plan));
        }
    }

    fn put_list(&mut self, list: &ResourceList<'_>, items: Items) {
        let Items { whole, last, plans } = items;
        let mut changes: Vec<Change> = plans.iter().flat_map(|(place, _, plan)| plan.in_document(place)).collect();
        // From the end on, so that no change moves the place of another.
        let count = list.items().len();
        match count.checked_sub(1) {
            _ if last.is_empty() => {}
            Some(end) if whole.get(&end).is_none_or(Option::is_none) => {
                changes.push(Change::Follow(ResourceList::place(end), last));
            }
            Some(_) => changes.extend(last.into_iter().rev().map(|o| Change::Insert(ResourceList::place(count), o))),
            None => changes.push(Change::Set(FieldPath::root().key("items"), Node::generated(last))),
        }
        changes.extend(whole.into_values().rev().flatten());
        let written = change::written(&list.document, &list.node, &changes);
        let written = written.map_err(|error| self.found.extend(error)).unwrap_or_default();
        let anew = written.as_ref().and_then(|written| written.anew);
        self.done.expanded.iter_mut().for_each(|expansion| expansion.anew = anew);
        for (_, identity, plan) in plans {
            self.record(identity, plan, anew);
        }
        self.keep(Span { start: 0, end: list.document.span().start });
        self.put_changed(&list.document, written);
        let text = self.sources.get(list.document.source).map_or("", |source| &source.text);
        self.keep(Span::new(list.document.span().range().end, text.len()));
    }

    fn record(&mut self, identity: Identity, plan: Plan, anew: Option<yaml::edit::CannotEdit>) {
        if plan.is_empty() {
            return;
        }
        let anew = anew.filter(|_| !plan.planned.is_empty());
        let origin = Origin::default();
        self.done.objects.push(Changed {
            identity,
            origin,
            changes: plan.planned,
            added: plan.added,
            left: plan.left,
            anew,
        });
    }
}

/// Brings an object up to date that an earlier run left among the items; returns false when there is none.
fn renew(list: &ResourceList<'_>, object: &Node, items: &mut Items) -> bool {
    let wanted = Identity::of(object);
    let is_it = |item: &Node| {
        let found = Identity::of(item);
        found.is_kind(wanted.group(), &wanted.kind) && found.name == wanted.name && found.namespace == wanted.namespace
    };
    let Some(index) = list.items().iter().position(is_it) else { return false };
    let Some(item) = list.items().get(index) else { return false };
    let new = with_tool_annotations(object, item);
    let change = (!new.is_same(item)).then(|| Change::Set(ResourceList::place(index), new));
    items.whole.insert(index, change);
    true
}

/// Returns the object with the annotations by which an orchestrator knows the item: file, number and id.
fn with_tool_annotations(object: &Node, item: &Node) -> Node {
    let mut new = object.clone();
    let path = FieldPath::from(["metadata", "annotations"]);
    let known = item.at(&path).and_then(Node::as_mapping).into_iter().flat_map(Mapping::iter);
    for Entry { key, value, .. } in known.filter(|entry| documents::is_bookkeeping(&entry.key)) {
        // Metadata of an object that `rmq` rendered is a mapping, so this cannot fail.
        let _ = Change::Set(path.clone().key(key), value.clone()).apply(&mut new);
    }
    new
}
