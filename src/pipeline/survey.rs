//! What there is of RocketMQ in a stream: every document is shown once, in order, and numbered on the way.

use crate::cluster::recognise::{Finder, Found, Text};
use crate::documents::{self, Document, Origin};
use crate::yaml::Node;

/// Looks at the documents of a stream and at those that clusters in it are expanded to.
#[derive(Debug, Default)]
pub(super) struct Survey {
    finder: Finder,
    /// Where each document is read from again, by its number.
    places: Vec<Place>,
}

#[derive(Debug)]
enum Place {
    /// The document of the stream with this index.
    Stream(usize),
    /// This text.
    Made(String),
}

impl Survey {
    /// Looks at a document of the stream; one that cannot be read only gets its number.
    pub(super) fn look(&mut self, document: &Document<'_>, node: Option<&Node>) {
        let number = self.places.len();
        self.places.push(Place::Stream(document.index));
        if let Some(node) = node {
            self.objects(number, &Origin::of(document, node), node, Text::Input);
        }
    }

    /// Looks at a document that a cluster was expanded to.
    pub(super) fn look_at_made(&mut self, part: &Document<'_>, node: &Node) {
        let number = self.places.len();
        self.places.push(Place::Made(part.content().to_owned()));
        self.objects(number, &Origin::of(part, node), node, Text::Made);
    }

    fn objects(&mut self, number: usize, origin: &Origin, node: &Node, text: Text) {
        for object in documents::objects(node) {
            self.finder.look(number, origin, &object, text);
        }
    }

    /// Returns what was found; `documents` are those of the stream.
    pub(super) fn finish(self, documents: &[Document<'_>]) -> Found {
        let Self { finder, places } = self;
        finder.finish(&mut |number| match places.get(number)? {
            Place::Stream(index) => documents.get(*index)?.read().ok(),
            Place::Made(text) => {
                let source = documents.first()?.source;
                documents::split(source, text).ok()?.first()?.read().ok()
            }
        })
    }
}
