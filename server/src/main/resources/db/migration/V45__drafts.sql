-- What people build and have not saved yet: documents of flows, each its owner's alone.
CREATE TABLE flow_draft (
    id           TEXT PRIMARY KEY,
    -- an account, or a token
    owner        TEXT NOT NULL,
    owner_name   TEXT NOT NULL,
    -- NULL: of a flow that does not exist yet
    flow         TEXT,
    -- the version of the flow that it began with, and its ETag then
    base_version INTEGER,
    base_tag     TEXT,
    name         TEXT NOT NULL,
    document     BLOB NOT NULL,
    -- counts the changes, so that two windows do not overwrite each other
    revision     INTEGER NOT NULL,
    updated      INTEGER NOT NULL
) WITHOUT ROWID;

-- Lists those of one person, and counts them; a person has one of each flow.
CREATE UNIQUE INDEX flow_draft_of_owner ON flow_draft (owner, flow) WHERE flow IS NOT NULL;
CREATE INDEX flow_draft_by_owner ON flow_draft (owner, updated);

-- Tells who else works on a flow, and deletes them with it.
CREATE INDEX flow_draft_of_flow ON flow_draft (flow) WHERE flow IS NOT NULL;
