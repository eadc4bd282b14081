-- the signing secret of the Slack app that calls the endpoint, sealed; null unless its calls must be signed
ALTER TABLE flow ADD COLUMN signing_secret BLOB;

-- Signatures that were taken, so that none is taken again while it is young enough to pass.
CREATE TABLE taken_signature (
    -- seconds since 1970; what is too old to pass is deleted by it
    made      INTEGER NOT NULL,
    signature BLOB NOT NULL,
    PRIMARY KEY (made, signature)
) WITHOUT ROWID;
