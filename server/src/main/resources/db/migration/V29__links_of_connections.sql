-- connections of imports that stand for another one; found by their id
CREATE TABLE connection_link (
    connection TEXT NOT NULL PRIMARY KEY,
    target TEXT NOT NULL
) WITHOUT ROWID;
