//! Question banks and what mock exams are made up of.

use super::{At, Joining, Seen};
use crate::catalog::record::Kind;
use crate::catalog::schema::MockTopicRow;
use crate::catalog::{Bank, Catalog, Item, Mock, MockPart, check};
use crate::safe_text::SafeText;

impl Joining<'_> {
    pub(super) fn banks(&mut self, catalog: &mut Catalog) {
        for (file, parsed) in self.files.iter().enumerate() {
            let mut seen = Seen::default();
            for bank in &parsed.data.banks {
                let here = At::nth(file, "banks", &bank.id, seen.next(&bank.id));
                let taken = catalog.banks.iter().any(|known| known.id == bank.id).then_some("another bank");
                if self.broken(here, check::id_unique(&bank.id, taken, false)) {
                    continue;
                }
                let mut items: Vec<Item> = Vec::new();
                for row in &bank.items {
                    let at = At::nth(file, "banks", &row.id, seen.next(&row.id));
                    let taken = items.iter().any(|item| item.id == row.id).then_some("another question");
                    let mut bad = self.broken(at, check::id_unique(&row.id, taken, false))
                        | self.broken(at, check::item_key(bank, row))
                        | self.broken(at, check::claim_sourced("from", row.from.len()));
                    for (what, text) in check::item_texts(row) {
                        bad |= self.broken(at, check::text_length(what, text, check::MAX_TEXT));
                    }
                    let sources = self.cited(at, &row.from);
                    let valid_for = self.keys_of(at, &row.valid_for, "certification", Kind::Cert);
                    if !bad && !sources.is_empty() {
                        items.push(Item::new(row, sources, valid_for));
                    }
                }
                let (id, name, intro) = (bank.id.clone(), bank.name.clone(), bank.intro.clone());
                let origin = parsed.origin(here.spot, bank.id.as_str());
                catalog.banks.push(Bank { id, name, intro, items, origin });
            }
        }
    }

    /// What mock exams are made up of; after the banks, whose topics they name.
    pub(super) fn mocks(&mut self, catalog: &mut Catalog) {
        for (file, parsed) in self.files.iter().enumerate() {
            let mut seen = Seen::default();
            for row in &parsed.data.mocks {
                let at = At::nth(file, "mocks", &row.cert, seen.next(&row.cert));
                let mut bad = self.broken(at, check::claim_sourced("from", row.from.len()))
                    | self.broken(at, check::mock_weights(row));
                let mut parts = Vec::new();
                for part in &row.parts {
                    let of: Vec<(usize, Vec<SafeText>)> =
                        part.of.iter().filter_map(|topic| self.topics(at, topic, catalog)).collect();
                    bad |= of.len() < part.of.len();
                    parts.push(MockPart { name: part.name.clone(), weight: part.weight, of });
                }
                let sources = self.cited(at, &row.from);
                let Some(cert) = self.key(at, &row.cert, "certification", Some(Kind::Cert)) else { continue };
                if bad || sources.is_empty() {
                    continue;
                }
                // A later file has the last word on a certification's exam.
                let (pause, ours, note) = (row.pause, row.ours, row.note.clone());
                catalog.mocks.retain(|known| known.cert != cert);
                catalog.mocks.push(Mock { cert, parts, pause, ours, sources, note });
            }
        }
    }

    /// A bank by index, and its topics as they are written there.
    fn topics(&mut self, at: At, row: &MockTopicRow, catalog: &Catalog) -> Option<(usize, Vec<SafeText>)> {
        let banks = || catalog.banks.iter().map(|bank| bank.id.as_str());
        let number = catalog.banks.iter().position(|bank| bank.id == row.bank);
        self.broken(at, check::known_id(&row.bank, "question bank", number.is_some(), banks()));
        let number = number?;
        let bank = &catalog.banks[number];
        let unknown = row.topics.iter().find(|topic| !bank.items.iter().any(|item| item.topic == **topic));
        let missing = self.broken(at, unknown.and_then(|topic| check::topic_known(topic, bank.id.as_str())));
        (!missing).then(|| (number, row.topics.clone()))
    }
}
