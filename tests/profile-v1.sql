-- A profile as the tables of version 1 held it. Kept as it is for ever.
PRAGMA application_id = 0x63647870;
PRAGMA user_version = 1;

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

INSERT INTO run VALUES
    (x'00000000000000a10000000000000001', 'Practice', 'practice', 'psm-1', -1, '',
     '["psm/roles-1","psm/roles-2","psm/sprint-1"]', 1700000000000, 1, '[0]', 0, 0, 1700000600000, NULL, NULL, NULL),
    (x'00000000000000a10000000000000002', 'Exam', 'exam', 'psm-1', 7, '{"minutes": 60}',
     '["psm/sprint-1","psm/roles-1"]', 1700000700000, 1, '[]', 120000, 0, 1700000800000, 1700001000000, 2, 2),
    (x'00000000000000a10000000000000003', 'Given up', 'practice', NULL, 8, '',
     '["psm/roles-1"]', 1700001100000, 0, '[]', 0, 0, 1700001100000, 1700001200000, NULL, NULL);

-- The clock was set back after the first answer.
INSERT INTO attempt (n, id, run, item, answer, right, at, spent, flagged, grade, undone) VALUES
    (1, x'00000000000000a10000000000000011', x'00000000000000a10000000000000001', 'psm/roles-1', '[0]', 0, 1700000500000, 9000, 0, 'again', 0),
    (2, x'00000000000000a10000000000000012', x'00000000000000a10000000000000001', 'psm/roles-2', '[1,2]', 1, 1700000400000, 8000, 1, 'good', 1),
    (4, x'00000000000000a10000000000000013', x'00000000000000a10000000000000002', 'psm/sprint-1', '[3]', 1, 1700000800000, 7000, 0, NULL, 0),
    (5, x'00000000000000a10000000000000014', x'00000000000000a10000000000000001', 'psm/roles-1', '[2]', 1, 1700000300000, 6000, 0, NULL, 0),
    (7, x'00000000000000a10000000000000015', x'00000000000000a10000000000000001', 'psm/sprint-1', '[]', 0, 1700000850000, 5000, 0, 'hard', 0),
    (9, x'00000000000000a10000000000000016', x'00000000000000a10000000000000002', 'psm/roles-1', '[2]', 1, 1700000900000, 4000, 0, 'easy', 0);

INSERT INTO exam VALUES
    ('psm-1', '2028-02-29', '[5,6]', 20, NULL, 1700000000000, 0),
    ('csm', '2027-06-01', '[]', 10, 40, 1700000000001, 1);
