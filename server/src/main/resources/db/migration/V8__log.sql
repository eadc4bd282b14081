-- Events by actor and target. One number for each event and each one that it names: the segment of 8,192
-- positions, 27 bits of a hash over who or what, and the place in the segment (EntityIndex). New rows lie
-- together, so that appending costs the same in a log of any size.
CREATE TABLE event_entities (
  key INTEGER PRIMARY KEY
);

-- One row for each segment: the span of its published times, so that bounded queries ask only the segments
-- that they need. Not covered: some of its events are not in the index, and all of them must be looked at.
CREATE TABLE event_segments (
  segment INTEGER PRIMARY KEY,
  earliest INTEGER NOT NULL,
  latest INTEGER NOT NULL,
  covered INTEGER NOT NULL
);

INSERT INTO event_segments (segment, earliest, latest, covered)
SELECT position / 8192, min(published), max(published), 0 FROM events GROUP BY position / 8192;

-- Event types that this installation added to the catalog.
CREATE TABLE registered_event_type (
  id TEXT NOT NULL PRIMARY KEY,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  -- an event of this type as JSON; NULL when none was given
  sample BLOB,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL
);

-- Systems whose event hooks point at us.
CREATE TABLE event_origin (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  -- the header that carries the secret, and the secret, sealed
  header TEXT NOT NULL,
  secret BLOB NOT NULL,
  enabled INTEGER NOT NULL,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  last_received INTEGER
);

-- What retention knows of time; one row. While the clock is in doubt nothing is deleted.
CREATE TABLE retention_state (
  -- the newest time that was seen
  seen INTEGER NOT NULL,
  -- since when the clock is in doubt
  doubted INTEGER
);

INSERT INTO retention_state (seen, doubted) VALUES (0, NULL);

-- Events that the disk limit took before a hook had them: arrival times of the first and the last, and how many.
CREATE TABLE lane_lost (
  hook_id TEXT NOT NULL PRIMARY KEY,
  first_lost INTEGER NOT NULL,
  last_lost INTEGER NOT NULL,
  lost_count INTEGER NOT NULL
);

-- Flows whose history is kept longer or shorter than others.
CREATE TABLE execution_keeping (
  flow_id TEXT NOT NULL PRIMARY KEY,
  days INTEGER NOT NULL
);
