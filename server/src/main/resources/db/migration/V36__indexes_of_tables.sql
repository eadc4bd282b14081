-- Indexes of columns, rows that go by age, tables that are cleared at once whatever their size.
ALTER TABLE data_table ADD COLUMN revision INTEGER NOT NULL DEFAULT 0; -- counts changes of columns, indexes and floor
ALTER TABLE data_table ADD COLUMN floor INTEGER NOT NULL DEFAULT 0; -- rows up to here were cleared
ALTER TABLE data_table ADD COLUMN keep_days INTEGER; -- how long a row stays after its last change

-- Rows again, with a seq that is never used twice: streams and floors go by it.
CREATE TABLE data_row_new (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    table_id TEXT NOT NULL,
    id       TEXT NOT NULL,
    -- the import that adds it; nobody sees it while that import is in data_import
    import   INTEGER,
    cells    BLOB NOT NULL,
    created  INTEGER NOT NULL,
    updated  INTEGER NOT NULL
);
INSERT INTO data_row_new (seq, table_id, id, cells, created, updated)
    SELECT seq, table_id, id, cells, created, updated FROM data_row;
DROP TABLE data_row;
ALTER TABLE data_row_new RENAME TO data_row;

-- one row by its id; a table's rows in the order in which they were made; those that have become old
CREATE UNIQUE INDEX data_row_by_id ON data_row (table_id, id);
CREATE INDEX data_row_by_table ON data_row (table_id, seq);
CREATE INDEX data_row_by_age ON data_row (table_id, updated);

-- The indexes of columns. Writers keep one up to date from its first day, searches use it when it is READY.
CREATE TABLE data_index (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    table_id    TEXT NOT NULL,
    column_name TEXT NOT NULL,
    is_unique   INTEGER NOT NULL,
    -- BUILDING, READY, DROPPED: the entries of a dropped one are deleted slice by slice
    state       TEXT NOT NULL
);
CREATE INDEX data_index_by_table ON data_index (table_id);

-- What rows hold, in bytes that sort as the values do (IndexKey).
CREATE TABLE data_index_entry (
    index_id INTEGER NOT NULL,
    value    BLOB NOT NULL,
    row      INTEGER NOT NULL,
    PRIMARY KEY (index_id, value, row)
) WITHOUT ROWID;

-- the entries of a row that changes or goes
CREATE INDEX data_index_entry_by_row ON data_index_entry (row);

-- Rows to delete slice by slice: of cleared tables up to a place, of deleted ones all.
CREATE TABLE data_cleared (
    table_id TEXT PRIMARY KEY,
    through  INTEGER NOT NULL
) WITHOUT ROWID;

-- Imports that have not ended: their rows are behind the place where they began.
CREATE TABLE data_import (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    table_id TEXT NOT NULL,
    began    INTEGER NOT NULL
);

-- What cards have done to rows, written with it, so that a resumed execution does it once. Deleted when every execution
-- that ran at the time has written its journal.
CREATE TABLE data_effect (
    seq    INTEGER PRIMARY KEY AUTOINCREMENT,
    -- digest of table, execution and path
    place  BLOB NOT NULL,
    result TEXT NOT NULL,
    at     INTEGER NOT NULL
);
CREATE UNIQUE INDEX data_effect_by_place ON data_effect (place);
