-- People who may sign in to the console.
CREATE TABLE account (
    id            TEXT PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE,
    -- Argon2id, with its salt and parameters
    password_hash TEXT NOT NULL,
    created       INTEGER NOT NULL
);

-- Signed-in browsers; the cookie holds a random value, the table its SHA-256.
CREATE TABLE session (
    hash       BLOB PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    csrf_token TEXT NOT NULL,
    created    INTEGER NOT NULL,
    expires    INTEGER NOT NULL
) WITHOUT ROWID;

-- API tokens, stored as SHA-256: they have 256 bits of chance, so a slow hash would add nothing.
CREATE TABLE api_token (
    id          TEXT PRIMARY KEY,
    name        TEXT NOT NULL,
    hash        BLOB NOT NULL UNIQUE,
    -- names of permissions, separated by blanks
    permissions TEXT NOT NULL,
    created     INTEGER NOT NULL,
    expires     INTEGER,
    last_used   INTEGER
);
