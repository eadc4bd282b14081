-- Folders hold flows and tables. The root of an import remembers the file it came from.
CREATE TABLE folder (
    seq         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    parent      TEXT,
    name        TEXT NOT NULL,
    description TEXT NOT NULL,
    -- the file's own entry, for export; null unless it came from a file
    document    BLOB,
    -- what surrounds the entries of the file whose import made this folder
    envelope    BLOB,
    created     INTEGER NOT NULL
);

-- one name once among the folders beside each other; a folder by its parent
CREATE UNIQUE INDEX folder_by_name ON folder (COALESCE(parent, ''), name);

-- A flow with its settings; deleted ones stay for the executions that pinned one of their versions.
CREATE TABLE flow (
    seq            INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    folder         TEXT NOT NULL,
    name           TEXT NOT NULL,
    description    TEXT NOT NULL,
    -- ENDPOINT, HELPER, SCHEDULED, DELEGATED, EVENT, MANUAL
    type           TEXT NOT NULL,
    -- OFF, OBSERVE, ON
    mode           TEXT NOT NULL,
    save_data      INTEGER NOT NULL,
    -- the word of the file: open, medium, high
    security_level TEXT,
    -- whether an editor said that anyone may call it
    open_confirmed INTEGER NOT NULL,
    alias          TEXT UNIQUE,
    client_token   BLOB,
    version        INTEGER NOT NULL,
    -- counts every change that the document shows, settings included: its ETag
    revision       INTEGER NOT NULL,
    -- what its author should know of the current document, as JSON
    findings       BLOB NOT NULL,
    created        INTEGER NOT NULL,
    updated        INTEGER NOT NULL,
    deleted        INTEGER
);

-- what lies in a folder
CREATE INDEX flow_by_folder ON flow (folder);

CREATE TABLE flow_version (
    flow     TEXT NOT NULL,
    version  INTEGER NOT NULL,
    -- one entry of data.flos
    document BLOB NOT NULL,
    saved    INTEGER NOT NULL,
    saved_by TEXT NOT NULL,
    PRIMARY KEY (flow, version)
);

-- What the current document of a flow needs.
CREATE TABLE flow_use (
    flow   TEXT NOT NULL,
    -- FLOW, TABLE, CONNECTION, CARD, UNCONNECTED
    kind   TEXT NOT NULL,
    target TEXT NOT NULL,
    -- the first card that needs it
    card   TEXT NOT NULL,
    PRIMARY KEY (flow, kind, target)
);

-- who uses a connection, a table or a helper
CREATE INDEX flow_use_by_target ON flow_use (target, kind);

CREATE TABLE data_table (
    seq         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    folder      TEXT NOT NULL,
    name        TEXT NOT NULL,
    description TEXT NOT NULL,
    -- the flopack's entry: columns with type and default
    document    BLOB NOT NULL,
    row_count   INTEGER NOT NULL,
    created     INTEGER NOT NULL
);

-- what lies in a folder
CREATE INDEX data_table_by_folder ON data_table (folder);

CREATE TABLE data_row (
    seq      INTEGER PRIMARY KEY,
    table_id TEXT NOT NULL,
    -- of the effect that made it, so that the same effect makes it once
    id       TEXT NOT NULL,
    cells    BLOB NOT NULL,
    created  INTEGER NOT NULL,
    updated  INTEGER NOT NULL
);

-- one row by its id; a table's rows in the order in which they were made
CREATE UNIQUE INDEX data_row_by_id ON data_row (table_id, id);
CREATE INDEX data_row_by_table ON data_row (table_id, seq);

CREATE TABLE connection (
    seq           INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    connector     TEXT NOT NULL,
    base_url      TEXT,
    -- none, token, basic, header
    auth          TEXT NOT NULL,
    -- the user name or the header's name
    auth_name     TEXT,
    secret        BLOB,
    -- whether it can be used: an import makes empty ones
    filled        INTEGER NOT NULL,
    -- the root folder of the import that made it
    import_folder TEXT,
    -- LISTED, UNLISTED, REMOVED (flopack-format.md, section 1.2); null for those made by people
    origin        TEXT,
    -- the file's own entry of a listed one
    document      BLOB,
    -- what the cards remember of a removed one
    config_ref    TEXT,
    created       INTEGER NOT NULL
);

-- what an export of an import folder lists
CREATE INDEX connection_by_import ON connection (import_folder);
