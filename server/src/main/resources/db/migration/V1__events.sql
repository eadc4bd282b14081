-- The event log. Event types and sources are long texts that repeat: rows and indexes hold their numbers.
CREATE TABLE event_types (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

CREATE TABLE event_sources (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

-- One row for each event. The position is given by the writer and grows in commit order; the next one follows
-- from the greatest, so that whatever deletes events must leave the last row. Times are milliseconds of UTC.
CREATE TABLE events (
  position INTEGER PRIMARY KEY,
  type INTEGER NOT NULL,
  source INTEGER NOT NULL,
  published INTEGER NOT NULL,
  persisted INTEGER NOT NULL,
  json BLOB NOT NULL
);

-- Every index ends with the position by itself, since it is the row's number; to name it would store it twice.
-- Lagging hooks and polling queries: the events of some types after a position.
CREATE INDEX events_by_type ON events (type);

-- Bounded queries: a span of published times, forwards and backwards, of all types and of some.
CREATE INDEX events_by_published ON events (published);
CREATE INDEX events_by_type_and_published ON events (type, published);

-- What each source has sent in the last days. One of the two tables is written; the other one is as old as the
-- memory is long, is emptied slice by slice, and then takes over. So neither grows with the log.
CREATE TABLE event_uuids_a (
  source INTEGER NOT NULL,
  uuid BLOB NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (source, uuid)
) WITHOUT ROWID;

CREATE TABLE event_uuids_b (
  source INTEGER NOT NULL,
  uuid BLOB NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (source, uuid)
) WITHOUT ROWID;

-- Which of the two is written, and since when; one row.
CREATE TABLE event_uuids_state (
  written TEXT NOT NULL,
  since INTEGER NOT NULL
);

INSERT INTO event_uuids_state (written, since) VALUES ('a', 0);
