-- whether each event of an event hook envelope is an execution of its own
ALTER TABLE flow ADD COLUMN one_execution_per_event INTEGER NOT NULL DEFAULT 0;
