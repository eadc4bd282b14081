-- the tokens that a person gave a connection leave for, sealed; found by the connection's id
CREATE TABLE connection_grant (
    connection TEXT NOT NULL PRIMARY KEY,
    -- null once the other system takes them no more
    tokens BLOB,
    until INTEGER,
    granted INTEGER NOT NULL,
    by_id TEXT NOT NULL,
    by_name TEXT NOT NULL,
    -- why they are taken no more
    refused TEXT
) WITHOUT ROWID;
