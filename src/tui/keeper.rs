//! Keeps the profile's file up to date on a thread of its own: no key waits for a disk.
//!
//! What could not be written stays in the thread and is tried again with the next change and at the
//! end. The file is opened when it is first needed.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use crate::profile::store::{Fault, Store};
use crate::profile::{Change, Profile};
use crate::tui::terminal::Incoming;

/// Something to be done with the file.
enum Job {
    /// Read it.
    Read,
    /// Put these into it; the number comes back with the outcome.
    Keep(u64, Vec<Change>),
}

/// What could not be written in the end: how many changes, and why.
pub type Lost = (usize, String);

/// The thread, started with the first job.
pub struct Keeper {
    answers: Sender<Incoming>,
    file: Option<PathBuf>,
    thread: Option<(Sender<Job>, Receiver<Option<Lost>>)>,
}

impl Keeper {
    /// Reports go to the loop, like keys. Without a file nothing is kept.
    #[must_use]
    pub fn new(file: Option<PathBuf>, answers: Sender<Incoming>) -> Self {
        Self { answers, file, thread: None }
    }

    fn send(&mut self, job: Job) {
        let Some(file) = &self.file else { return };
        let (jobs, _) = self.thread.get_or_insert_with(|| start(file.clone(), self.answers.clone()));
        // The thread ends with the loop and not before.
        let _ = jobs.send(job);
    }

    /// Reads the profile.
    pub fn read(&mut self) {
        self.send(Job::Read);
    }

    /// Keeps changes.
    pub fn keep(&mut self, number: u64, changes: Vec<Change>) {
        self.send(Job::Keep(number, changes));
    }

    /// Waits until everything is in the file, at most so long, and tells what is not.
    #[must_use]
    pub fn finish(self, patience: Duration) -> Option<Lost> {
        let (jobs, ended) = self.thread?;
        drop(jobs);
        ended.recv_timeout(patience).unwrap_or_else(|_| Some((0, "the file did not answer in time".to_owned())))
    }
}

fn start(file: PathBuf, answers: Sender<Incoming>) -> (Sender<Job>, Receiver<Option<Lost>>) {
    let (jobs, waiting) = channel::<Job>();
    let (ended, end) = channel();
    thread::spawn(move || {
        let mut open = Opened::new(file);
        let mut unsaved: Vec<Change> = Vec::new();
        while let Ok(job) = waiting.recv() {
            let report = match job {
                Job::Read => match open.read(&unsaved) {
                    Ok((profile, notice)) => Incoming::Profile(Box::new(profile), notice),
                    Err(fault) => Incoming::Kept(0, Err(fault.to_string())),
                },
                Job::Keep(number, changes) => {
                    unsaved.extend(changes);
                    Incoming::Kept(number, open.keep(&mut unsaved).map_err(|fault| fault.to_string()))
                }
            };
            if answers.send(report).is_err() {
                break;
            }
        }
        let lost = if unsaved.is_empty() {
            None
        } else {
            open.keep(&mut unsaved).err().map(|fault| (unsaved.len(), fault.to_string()))
        };
        let _ = ended.send(lost);
    });
    (jobs, end)
}

/// The file, open or still to be opened.
pub struct Opened {
    file: PathBuf,
    store: Option<Store>,
}

impl Opened {
    /// This file, opened when it is first needed.
    #[must_use]
    pub fn new(file: PathBuf) -> Self {
        Self { file, store: None }
    }

    fn store(&mut self) -> Result<&mut Store, Fault> {
        if self.store.is_none() {
            self.store = Some(Store::open(&self.file)?);
        }
        Ok(self.store.as_mut().expect("it was just opened"))
    }

    /// The profile with these changes, which are not in the file yet, and what is to be said of the file.
    ///
    /// # Errors
    /// A [`Fault`] if it cannot be opened or read.
    pub fn read(&mut self, unsaved: &[Change]) -> Result<(Profile, Option<String>), Fault> {
        let store = self.store()?;
        let mut profile = store.snapshot()?;
        for change in unsaved {
            profile.apply(change);
        }
        let notices = store.notices();
        Ok((profile, (!notices.is_empty()).then(|| notices.join(" "))))
    }

    /// Puts changes into the file. What could not be written stays in `unsaved`.
    ///
    /// # Errors
    /// A [`Fault`] if it cannot be opened or written.
    pub fn keep(&mut self, unsaved: &mut Vec<Change>) -> Result<(), Fault> {
        let outcome = self.store().and_then(|store| store.apply(unsaved));
        match outcome {
            Ok(()) => unsaved.clear(),
            // What is open may be what is broken: the next try begins anew.
            Err(_) => self.store = None,
        }
        outcome
    }
}
