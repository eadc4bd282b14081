-- who made a connection; null for those made before it was kept
ALTER TABLE connection ADD COLUMN owner_id TEXT;
ALTER TABLE connection ADD COLUMN owner_name TEXT;

-- when a connection was last used and how that ended, once a minute at most; found by its id
CREATE TABLE connection_health (
    connection TEXT NOT NULL PRIMARY KEY,
    used INTEGER NOT NULL,
    answered INTEGER,
    failed INTEGER,
    reason TEXT
) WITHOUT ROWID;

-- further origins, certificates and the rate of calls, as JSON; null for what is usual
ALTER TABLE connection ADD COLUMN reach TEXT;
