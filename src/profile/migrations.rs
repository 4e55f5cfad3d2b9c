//! How a profile file came to be what it is: one step for each version of its tables.
//!
//! A step is never changed once it was released; what has to change gets a new step at the end. What
//! only sums up other rows (the table `history`) is counted anew after the steps, so no step fills it.

/// Marks a file as a profile of certdex, in SQLite's `application_id`: "cdxp" in ASCII.
pub const APPLICATION_ID: i32 = 0x6364_7870;

/// The steps: the first makes version 1 of an empty file, the second makes version 2 of that, …
pub const STEPS: &[&str] = &[ONE, TWO];

/// The version that this certdex reads and writes.
pub const VERSION: usize = STEPS.len();

/// The tables of [`VERSION`]: a file that lacks one is damaged.
pub const TABLES: [&str; 4] = ["attempt", "exam", "history", "run"];

/// Runs, answers and exam dates.
///
/// Names ([`super::Uid`]) are 16 bytes, the most significant first. Numbers without a sign of 64 bits are
/// stored bit by bit as numbers with one. Lists are JSON.
const ONE: &str = "
CREATE TABLE run (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    title TEXT NOT NULL,
    mode TEXT NOT NULL,
    cert TEXT,
    seed INTEGER NOT NULL,
    rules TEXT NOT NULL,
    items TEXT NOT NULL,
    began INTEGER NOT NULL,
    place INTEGER NOT NULL,
    flagged TEXT NOT NULL,
    used INTEGER NOT NULL,
    paused INTEGER NOT NULL,
    noted INTEGER NOT NULL,
    ended INTEGER,
    ended_right INTEGER,
    ended_of INTEGER
) STRICT;

CREATE TABLE attempt (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    run BLOB NOT NULL REFERENCES run (id),
    item TEXT NOT NULL,
    answer TEXT NOT NULL,
    right INTEGER NOT NULL,
    at INTEGER NOT NULL,
    spent INTEGER NOT NULL,
    flagged INTEGER NOT NULL,
    grade TEXT,
    undone INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX attempt_of_run ON attempt (run);

CREATE TABLE exam (
    cert TEXT PRIMARY KEY,
    date TEXT NOT NULL,
    off_weekdays TEXT NOT NULL,
    per_day INTEGER NOT NULL,
    most INTEGER,
    noted INTEGER NOT NULL,
    dropped INTEGER NOT NULL DEFAULT 0
) STRICT;
";

/// Days without work; first tries like an exam's; the place of an answer among those to its question,
/// which stays right when two profiles are merged; and the history of each question, counted.
const TWO: &str = "
ALTER TABLE exam ADD COLUMN off_days TEXT NOT NULL DEFAULT '[]';

ALTER TABLE attempt ADD COLUMN mixed INTEGER NOT NULL DEFAULT 0;
UPDATE attempt SET mixed = 1 WHERE run IN (SELECT id FROM run WHERE mode = 'exam');

ALTER TABLE attempt ADD COLUMN nth INTEGER NOT NULL DEFAULT 0;
UPDATE attempt SET nth = counted.nth
FROM (SELECT n, row_number() OVER (PARTITION BY item ORDER BY n) - 1 AS nth FROM attempt) AS counted
WHERE attempt.n = counted.n;
CREATE INDEX attempt_of_item ON attempt (item, nth);

CREATE INDEX run_open ON run (id) WHERE ended IS NULL;
CREATE INDEX run_done ON run (ended, id) WHERE ended_right IS NOT NULL;

CREATE TABLE history (
    item TEXT PRIMARY KEY,
    tries BLOB NOT NULL,
    stability INTEGER,
    difficulty INTEGER,
    last INTEGER,
    due INTEGER,
    reviews INTEGER,
    lapses INTEGER
) STRICT;
";
