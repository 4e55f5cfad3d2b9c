//! Searches that take a while, on a thread of their own: the screen shows what was typed at once, and
//! what was found as soon as it is known. Only the newest question counts; older ones are dropped
//! before they start, or stop where they are.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread;

use crate::tui::message::Question;
use crate::tui::model::Shared;
use crate::tui::terminal::Incoming;

/// The thread, started with the first question, and how to stop what it is at.
pub struct Aside {
    answers: Sender<Incoming>,
    questions: Option<Sender<(Shared, Question, Arc<AtomicBool>)>>,
    stop: Arc<AtomicBool>,
    asked: Option<Question>,
    prepared: bool,
}

impl Aside {
    /// Answers go to the loop, like keys.
    #[must_use]
    pub fn new(answers: Sender<Incoming>) -> Self {
        Self { answers, questions: None, stop: Arc::default(), asked: None, prepared: false }
    }

    /// Makes the index while the first letter is on its way.
    pub fn prepare(&mut self, data: &Shared) {
        if !self.prepared {
            self.prepared = true;
            let data = data.clone();
            thread::spawn(move || {
                let _ = data.index();
            });
        }
    }

    /// Asks; the same question is not asked twice.
    pub fn ask(&mut self, data: Shared, question: Question) {
        if self.asked.as_ref() == Some(&question) {
            return;
        }
        self.stop.store(true, Ordering::Relaxed);
        self.stop = Arc::default();
        self.asked = Some(question.clone());
        let answers = &self.answers;
        let questions = self.questions.get_or_insert_with(|| start(answers.clone()));
        // The thread ends with the loop and not before.
        let _ = questions.send((data, question, self.stop.clone()));
    }

    /// Nothing is asked any more: it was answered, on whichever way.
    pub fn forget(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.asked = None;
    }
}

fn start(answers: Sender<Incoming>) -> Sender<(Shared, Question, Arc<AtomicBool>)> {
    let (questions, waiting) = channel::<(Shared, Question, Arc<AtomicBool>)>();
    thread::spawn(move || {
        while let Ok((data, question, stop)) = waiting.recv() {
            if stop.load(Ordering::Relaxed) {
                continue;
            }
            let answer = data.ask(&question.typed, question.kind, &stop);
            if !stop.load(Ordering::Relaxed) && answers.send(Incoming::Found(question, answer)).is_err() {
                return;
            }
        }
    });
    questions
}
