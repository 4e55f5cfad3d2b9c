//! The answers to a question as one string of bytes: a hundred thousand of them are read at once.

use crate::profile::{Try, Uid};
use crate::quiz::schedule::Grade;

/// Bytes of one answer: its name, its run, when, how long, and how it went.
const SIZE: usize = 16 + 16 + 8 + 4 + 1;

/// The bits of how it went: whether right, mixed, taken back; then the grade from bit 3 on, 0 for none.
const RIGHT: u8 = 1;
const MIXED: u8 = 2;
const UNDONE: u8 = 4;
const GRADES: [Option<Grade>; 5] = [None, Some(Grade::Again), Some(Grade::Hard), Some(Grade::Good), Some(Grade::Easy)];

pub(super) fn pack(tries: &[Try]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(tries.len() * SIZE);
    for known in tries {
        bytes.extend(known.id.0.to_be_bytes());
        bytes.extend(known.run.0.to_be_bytes());
        bytes.extend(known.at.to_be_bytes());
        bytes.extend(known.spent.to_be_bytes());
        let flag = |bit, set| if set { bit } else { 0 };
        let grade = (0..).zip(GRADES).find(|(_, grade)| *grade == known.grade).map_or(0, |(at, _)| at);
        bytes.push(flag(RIGHT, known.right) | flag(MIXED, known.mixed) | flag(UNDONE, known.undone) | (grade << 3));
    }
    bytes
}

/// What was packed; `None` if these bytes were not.
pub(super) fn unpack(bytes: &[u8]) -> Option<Vec<Try>> {
    let rows = bytes.chunks_exact(SIZE);
    rows.remainder().is_empty().then_some(())?;
    rows.map(|row| {
        let (id, row) = row.split_first_chunk()?;
        let (run, row) = row.split_first_chunk()?;
        let (at, row) = row.split_first_chunk()?;
        let (spent, row) = row.split_first_chunk()?;
        let how = *row.first()?;
        Some(Try {
            id: Uid(u128::from_be_bytes(*id)),
            run: Uid(u128::from_be_bytes(*run)),
            at: i64::from_be_bytes(*at),
            spent: u32::from_be_bytes(*spent),
            right: how & RIGHT != 0,
            mixed: how & MIXED != 0,
            undone: how & UNDONE != 0,
            grade: *GRADES.get(usize::from(how >> 3))?,
        })
    })
    .collect()
}
