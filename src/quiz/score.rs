//! How a run came out: by topic, and by what to do next.

use crate::catalog::Catalog;
use crate::quiz::Session;

/// A topic of a run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Topic {
    /// Its name.
    pub name: String,
    /// Right answers.
    pub right: usize,
    /// Questions.
    pub of: usize,
    /// How long they took together, in milliseconds.
    pub spent: u64,
}

/// The topics of a run in the order in which they first came; of an exam the topics of its areas, the
/// weakest first.
#[must_use]
pub fn by_topic(catalog: &Catalog, run: &Session) -> Vec<Topic> {
    let mut topics: Vec<Topic> = Vec::new();
    for asked in run.asked() {
        let name = asked.item.of(catalog).topic.to_string();
        let right = usize::from(asked.is_right(catalog));
        match topics.iter_mut().find(|topic| topic.name == name) {
            Some(topic) => {
                topic.right += right;
                topic.of += 1;
                topic.spent += asked.spent;
            }
            None => topics.push(Topic { name, right, of: 1, spent: asked.spent }),
        }
    }
    if run.is_exam() {
        // Exactly, without a division: a/b < c/d as a·d < c·b.
        topics.sort_by(|a, b| (a.right * b.of).cmp(&(b.right * a.of)).then(b.of.cmp(&a.of)));
    }
    topics
}
