//! Offsets in bytes of UTF-8 and in units of UTF-16: `rmq` counts the first, JavaScript the second.

/// A text with what is needed to convert its offsets, however many are asked for.
#[derive(Debug)]
pub(crate) struct Units<'a> {
    text: &'a str,
    /// The byte and the unit of a character every so often, the first one included.
    marks: Vec<(usize, usize)>,
}

/// How many bytes lie between two marks at least.
const STEP: usize = 1024;

impl<'a> Units<'a> {
    /// Reads a text once.
    pub(crate) fn of(text: &'a str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / STEP + 1);
        let mut unit = 0;
        for (byte, character) in text.char_indices() {
            if byte >= marks.len() * STEP {
                marks.push((byte, unit));
            }
            unit += character.len_utf16();
        }
        Self { text, marks }
    }

    /// Returns the unit at a byte; the end for one past it, the character for one inside of it.
    pub(crate) fn at(&self, byte: usize) -> usize {
        let next = self.marks.partition_point(|(mark, _)| *mark <= byte);
        let (start, unit) = next.checked_sub(1).and_then(|last| self.marks.get(last)).copied().unwrap_or_default();
        let behind = self.text.get(start..).unwrap_or_default();
        let inside = |(at, character): &(usize, char)| start + at + character.len_utf8() <= byte;
        unit + behind.char_indices().take_while(inside).map(|(_, character)| character.len_utf16()).sum::<usize>()
    }
}

/// Returns the byte at a unit; the end for one past it, the character for one inside of it.
pub(crate) fn byte(text: &str, unit: usize) -> usize {
    let mut units = 0;
    for (byte, character) in text.char_indices() {
        units += character.len_utf16();
        if units > unit {
            return byte;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_offset_of_a_mixed_text_goes_there_and_back() {
        let text: String = ["plain, ", "中文：", "🚀", "é\r\n"].concat().repeat(400);
        let units = Units::of(&text);
        let mut expected = 0;
        for (at, character) in text.char_indices() {
            assert_eq!(units.at(at), expected, "byte {at}");
            assert_eq!(byte(&text, expected), at, "unit {expected}");
            for inside in 1..character.len_utf8() {
                assert_eq!(units.at(at + inside), expected, "inside of {character}");
            }
            expected += character.len_utf16();
        }
        assert_eq!((units.at(text.len()), units.at(text.len() + 9)), (expected, expected));
        assert_eq!((byte(&text, expected), byte(&text, expected + 9)), (text.len(), text.len()));
    }

    #[test]
    fn an_empty_text_has_one_place() {
        assert_eq!((Units::of("").at(0), Units::of("").at(3), byte("", 0), byte("", 3)), (0, 0, 0, 0));
    }
}
