//! Named values in the order in which they were written.

use std::collections::BTreeMap;

use super::Node;

/// From this size on, names are found through an index.
const INDEXED: usize = 32;

/// Named values in the order in which they were written; no name stands twice.
#[derive(Clone, Debug, Default)]
pub struct Mapping {
    entries: Vec<Entry>,
    /// The place of every name; empty in small mappings.
    index: BTreeMap<String, usize>,
}

/// One name with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The name.
    pub key: String,
    /// The bytes of the name; absent for one that `rmq` made itself.
    pub key_location: Option<crate::source::Location>,
    /// The value.
    pub value: Node,
}

impl Mapping {
    /// Returns an empty mapping.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns an empty mapping with room for so many entries.
    #[must_use]
    pub fn with_capacity(entries: usize) -> Self {
        Self { entries: Vec::with_capacity(entries), index: BTreeMap::new() }
    }

    /// Returns the entry with this name.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.get(self.position(key)?)
    }

    /// Returns the entry with this name, to change its value; its name must stay.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Entry> {
        let position = self.position(key)?;
        self.entries.get_mut(position)
    }

    /// Sets a name: an entry that is there keeps its place in the order and gets the new value and location.
    pub fn insert(&mut self, entry: Entry) {
        if let Some(old) = self.get_mut(&entry.key) {
            *old = entry;
            return;
        }
        if !self.index.is_empty() {
            self.index.insert(entry.key.clone(), self.entries.len());
        }
        self.entries.push(entry);
        if self.entries.len() == INDEXED {
            self.index = (0..).zip(&self.entries).map(|(position, entry)| (entry.key.clone(), position)).collect();
        }
    }

    /// Takes a name out.
    pub fn remove(&mut self, key: &str) -> Option<Entry> {
        let removed = self.position(key)?;
        self.index.remove(key);
        for position in self.index.values_mut().filter(|position| **position > removed) {
            *position -= 1;
        }
        if self.entries.len() <= INDEXED {
            self.index.clear();
        }
        Some(self.entries.remove(removed))
    }

    /// Returns the entries in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Entry> {
        self.entries.iter()
    }

    /// Returns the entries in order, to change their values; their names must stay.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Entry> {
        self.entries.iter_mut()
    }

    /// Returns the number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns true when there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn position(&self, key: &str) -> Option<usize> {
        if self.index.is_empty() {
            return self.entries.iter().position(|entry| entry.key == key);
        }
        self.index.get(key).copied()
    }
}

impl PartialEq for Mapping {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

impl IntoIterator for Mapping {
    type Item = Entry;
    type IntoIter = std::vec::IntoIter<Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<'a> IntoIterator for &'a Mapping {
    type Item = &'a Entry;
    type IntoIter = std::slice::Iter<'a, Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a> IntoIterator for &'a mut Mapping {
    type Item = &'a mut Entry;
    type IntoIter = std::slice::IterMut<'a, Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_mappings_find_their_names() {
        let mut mapping = Mapping::new();
        for number in (0..100i64).chain(0..100) {
            mapping.insert(Entry { key: number.to_string(), key_location: None, value: Node::generated(number) });
        }
        assert_eq!(mapping.len(), 100);
        for number in (0..100).step_by(2) {
            assert!(mapping.remove(&number.to_string()).is_some());
        }
        for number in 0..100i64 {
            let found = mapping.get(&number.to_string()).map(|entry| &entry.value);
            assert_eq!(found, (number % 2 == 1).then(|| Node::generated(number)).as_ref(), "{number}");
        }
    }
}
