-- What each root has led to by calls that nobody waits for. A root that has started nothing has no row.
CREATE TABLE execution_chain (
    -- the ordinal of the root, as in the journal
    root       INTEGER PRIMARY KEY,
    -- how many were started, by the root or through others
    executions INTEGER NOT NULL,
    -- what those were given and wrote to the history
    bytes      INTEGER NOT NULL,
    -- whether the event log says that the chain came to a limit
    reported   INTEGER NOT NULL
);

-- What one root has started and what has not ended: to cancel it together.
CREATE INDEX execution_queue_root ON execution_queue (root) WHERE parent IS NOT NULL;
