-- Executions that were accepted and have not ended: the durable queue. Small, read once at start-up.
-- A row is written with the acceptance and deleted with the end; running costs it no write.
CREATE TABLE execution_queue (
    -- acceptance time and a counter, as in the first 60 bits of a version 7 id: the order of lists
    ordinal      INTEGER PRIMARY KEY,
    id           BLOB NOT NULL,
    flow_id      TEXT NOT NULL,
    flow_name    TEXT NOT NULL,
    flow_version INTEGER NOT NULL,
    started_by   TEXT NOT NULL,
    mode         TEXT NOT NULL,
    saves_data   INTEGER NOT NULL,
    hops         INTEGER NOT NULL,
    parent       BLOB,
    parent_path  TEXT,
    root         BLOB NOT NULL,
    cancelling   INTEGER NOT NULL,
    -- what started it, sealed
    payload      BLOB NOT NULL
);

-- What waits for one flow, oldest first: refills its queue in memory.
CREATE INDEX execution_queue_flow ON execution_queue (flow_id, ordinal);

-- A helper's execution that nobody waits for, by its id; a root's id holds its ordinal.
CREATE INDEX execution_queue_helper ON execution_queue (id) WHERE parent IS NOT NULL;

-- Executions that have ended: history. Written once, with the end.
CREATE TABLE execution (
    ordinal       INTEGER PRIMARY KEY,
    id            BLOB NOT NULL,
    flow_id       TEXT NOT NULL,
    flow_name     TEXT NOT NULL,
    flow_version  INTEGER NOT NULL,
    started_by    TEXT NOT NULL,
    mode          TEXT NOT NULL,
    status        TEXT NOT NULL,
    stopped_by    TEXT,
    error_kind    TEXT,
    -- message, path and title of the error, as JSON; only when data is saved
    error         TEXT,
    started_at    INTEGER NOT NULL,
    ended_at      INTEGER NOT NULL,
    data_saved    INTEGER NOT NULL,
    hops          INTEGER NOT NULL,
    parent        BLOB,
    parent_path   TEXT,
    root          BLOB NOT NULL,
    chunks        INTEGER NOT NULL,
    -- what started it, sealed, to run it again from the start; only when data is saved
    payload       BLOB,
    -- the last up to 1,000 steps, compressed; the chunks before it are in execution_chunk
    record        BLOB
);

-- History of one flow, newest first.
CREATE INDEX execution_flow ON execution (flow_id, ordinal);
-- What went wrong, newest first: rare among many successes.
CREATE INDEX execution_status ON execution (status, ordinal) WHERE status <> 'SUCCESS';
-- A helper's execution by its id; a root's id holds its ordinal and needs no index.
CREATE INDEX execution_helper ON execution (id) WHERE parent IS NOT NULL;
-- The helpers that one card ran.
CREATE INDEX execution_parent ON execution (parent, parent_path, ordinal) WHERE parent IS NOT NULL;

-- Full chunks of 1,000 steps, written while a long execution runs.
CREATE TABLE execution_chunk (
    ordinal INTEGER NOT NULL,
    number  INTEGER NOT NULL,
    record  BLOB NOT NULL,
    PRIMARY KEY (ordinal, number)
) WITHOUT ROWID;

-- What unfinished executions did to the world. A root and its helpers lie together, so that the
-- root's end deletes one range.
CREATE TABLE execution_journal (
    root      INTEGER NOT NULL,
    execution BLOB NOT NULL,
    path      TEXT NOT NULL,
    kind      TEXT NOT NULL,
    card      TEXT NOT NULL,
    inputs    TEXT NOT NULL,
    -- outputs or failure as JSON, sealed; absent for an intent
    value     BLOB,
    written   INTEGER NOT NULL,
    PRIMARY KEY (root, execution, path)
) WITHOUT ROWID;

-- Event hook envelopes that a flow has accepted, for at least seven days: two tables that take
-- turns, so that forgetting costs nothing and the rate does not decay. Keys are 16 bytes of a hash
-- over flow and event id.
CREATE TABLE execution_envelope_a (key BLOB PRIMARY KEY, execution BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE execution_envelope_b (key BLOB PRIMARY KEY, execution BLOB NOT NULL) WITHOUT ROWID;
-- Which of the two takes new ones, and since when.
CREATE TABLE execution_envelope_turn (current TEXT NOT NULL, since INTEGER NOT NULL);
INSERT INTO execution_envelope_turn VALUES ('a', 0);
