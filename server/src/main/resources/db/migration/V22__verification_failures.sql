-- why the receiver could not be verified the last time it was asked; NULL once it was, or its channel changed
ALTER TABLE event_hook ADD COLUMN verification_failed_at INTEGER;
ALTER TABLE event_hook ADD COLUMN verification_failure TEXT;
ALTER TABLE event_hook ADD COLUMN verification_reason TEXT;
