-- What flows destroyed in other systems: counted for an hour, and compared with what is reported afterwards.
-- A place of an execution has one row, however often it is tried or resumed.
CREATE TABLE destructive_action (
    execution  BLOB NOT NULL,
    path       TEXT NOT NULL,
    -- the flow with which the execution began
    flow_id    TEXT NOT NULL,
    connection TEXT NOT NULL,
    at         INTEGER NOT NULL,
    -- 1, and one more than that of the action whose own report led to this one
    round      INTEGER NOT NULL,
    -- what may name the target: hashes of 8 bytes each
    names      BLOB NOT NULL,
    PRIMARY KEY (execution, path)
) WITHOUT ROWID;

-- the last ones of a flow
CREATE INDEX destructive_action_flow ON destructive_action (flow_id, at);

-- Flows that a guard rail stopped; found by their id.
CREATE TABLE flow_brake (
    flow       TEXT NOT NULL PRIMARY KEY,
    -- LIMIT, OWN_EFFECTS
    kind       TEXT NOT NULL,
    -- the name of the connection
    connection TEXT NOT NULL,
    execution  BLOB NOT NULL,
    at         INTEGER NOT NULL,
    -- when somebody switched the flow on again; null as long as nobody has
    released   INTEGER
) WITHOUT ROWID;
