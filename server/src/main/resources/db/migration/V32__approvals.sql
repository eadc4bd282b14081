-- What people were asked to approve. Goes with the history of the execution that asked.
CREATE TABLE approval (
    seq           INTEGER PRIMARY KEY,
    id            BLOB NOT NULL UNIQUE,
    execution     BLOB NOT NULL,
    path          TEXT NOT NULL,
    -- the execution that is put aside meanwhile, as in the queue, and its flow
    root          INTEGER NOT NULL,
    root_flow     TEXT NOT NULL,
    flow_id       TEXT NOT NULL,
    flow_name     TEXT NOT NULL,
    card          TEXT NOT NULL,
    card_title    TEXT NOT NULL,
    -- the name of what it acts with; empty when it does not act itself
    connection    TEXT NOT NULL,
    -- hash of what the card was given
    inputs        TEXT NOT NULL,
    -- title, reason and values as JSON, sealed; removed when it is over: then the history has them
    question      BLOB,
    -- approve, deny, fail
    otherwise     TEXT NOT NULL,
    asked_at      INTEGER NOT NULL,
    until         INTEGER NOT NULL,
    -- whether people were told
    told          INTEGER NOT NULL,
    -- PENDING, APPROVED, DENIED, EXPIRED, CANCELLED
    status        TEXT NOT NULL,
    decided_by    TEXT,
    decided_at    INTEGER,
    -- sealed
    comment       BLOB,
    -- whether the execution knows the decision
    taken         INTEGER NOT NULL
);

-- a place of an execution asks once
CREATE UNIQUE INDEX approval_place ON approval (execution, path);
-- what an execution has asked, for its end
CREATE INDEX approval_root ON approval (root);
-- what somebody can decide, oldest first
CREATE INDEX approval_pending ON approval (seq) WHERE status = 'PENDING';
