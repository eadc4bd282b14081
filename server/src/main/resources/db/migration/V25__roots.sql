-- Executions that no other one called, newest first: lists fold the helpers, of which a loop may call a million.
CREATE INDEX execution_root ON execution (ordinal) WHERE parent IS NULL;
