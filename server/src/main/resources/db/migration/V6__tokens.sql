-- API tokens get a kind, the one who made them, and an order in which lists show them.
CREATE TABLE api_token_new (
    -- the order of making: lists page by it
    seq         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    -- API; SOURCE: only sends events, and its name is their source
    kind        TEXT NOT NULL,
    -- SHA-256: tokens have 256 bits of chance, so a slow hash would add nothing
    hash        BLOB NOT NULL UNIQUE,
    -- names of permissions, separated by blanks
    permissions TEXT NOT NULL,
    created     INTEGER NOT NULL,
    -- id of the user or token; NULL when it is not known
    created_by  TEXT,
    expires     INTEGER,
    last_used   INTEGER
);

INSERT INTO api_token_new (id, name, kind, hash, permissions, created, expires, last_used)
    SELECT id, name, 'API', hash, permissions, created, expires, last_used FROM api_token ORDER BY created, id;

DROP TABLE api_token;
ALTER TABLE api_token_new RENAME TO api_token;
