-- How often the process was killed while an execution ran, since it last waited.
ALTER TABLE execution_queue ADD COLUMN killed INTEGER NOT NULL DEFAULT 0;
