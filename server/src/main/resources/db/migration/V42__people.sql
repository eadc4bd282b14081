-- Roles that people made; the built-in ones are in the program.
CREATE TABLE role (
    -- the order of making: lists page by it
    seq         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL UNIQUE COLLATE NOCASE,
    description TEXT NOT NULL,
    -- names of permissions, separated by blanks
    permissions TEXT NOT NULL,
    created     INTEGER NOT NULL,
    updated     INTEGER NOT NULL
);

CREATE TABLE account_new (
    -- the order of making: lists page by it
    seq           INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL UNIQUE COLLATE NOCASE,
    -- Argon2id, with its salt and parameters; NULL: signs in at the identity provider
    password_hash TEXT,
    -- until when a password may be used that somebody else made; NULL: its owner chose it
    one_time_until INTEGER,
    -- who the identity provider says it is; NULL for accounts of this server
    issuer        TEXT,
    subject       TEXT,
    -- ids of roles, separated by blanks
    roles         TEXT NOT NULL,
    disabled      INTEGER NOT NULL DEFAULT 0,
    created       INTEGER NOT NULL,
    last_sign_in  INTEGER,
    -- finds the account at each sign-in with the identity provider
    UNIQUE (issuer, subject)
);

-- Until now everybody with an account could do everything.
INSERT INTO account_new (id, name, password_hash, roles, created)
SELECT id, name, password_hash, 'administrator', created FROM account ORDER BY created, id;

CREATE TABLE session_new (
    -- SHA-256 of the cookie
    hash       BLOB PRIMARY KEY,
    -- by which people name it
    id         TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES account_new (id) ON DELETE CASCADE,
    csrf_token TEXT NOT NULL,
    created    INTEGER NOT NULL,
    expires    INTEGER NOT NULL,
    address    TEXT NOT NULL,
    -- what the browser calls itself
    browser    TEXT NOT NULL,
    last_used  INTEGER NOT NULL,
    -- sealed, to sign out at the identity provider too; NULL for passwords
    id_token   BLOB
) WITHOUT ROWID;

INSERT INTO session_new (hash, id, account_id, csrf_token, created, expires, address, browser, last_used)
SELECT hash, lower(hex(randomblob(10))), account_id, csrf_token, created, expires, '', '', created FROM session;

DROP TABLE session;
DROP TABLE account;
ALTER TABLE account_new RENAME TO account;
ALTER TABLE session_new RENAME TO session;

-- Lists and ends the sessions of one account.
CREATE INDEX session_of_account ON session (account_id, created);

-- The account beyond whose permissions the token never reaches; NULL for none.
ALTER TABLE api_token ADD COLUMN owner TEXT;
UPDATE api_token SET owner = created_by WHERE kind = 'API' AND created_by IN (SELECT id FROM account);

-- Revokes the tokens of an account that is deleted.
CREATE INDEX api_token_of_account ON api_token (owner) WHERE owner IS NOT NULL;
