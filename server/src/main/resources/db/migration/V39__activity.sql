-- What happened in each hour, for charts: written every few seconds from counters in memory, so that showing a day costs
-- a few rows, however many events there were. A process that is killed loses what it counted in the last seconds.
CREATE TABLE activity (
    -- EVENT_TYPE, HOOK or FLOW
    kind TEXT NOT NULL,
    -- the event type, or the id of the hook or the flow; empty for all of the kind together
    subject TEXT NOT NULL,
    -- hours since 1970, UTC
    hour INTEGER NOT NULL,
    -- events taken; requests that receivers accepted; executions that ended, failed or not
    many INTEGER NOT NULL,
    -- attempts or executions that failed
    failed INTEGER NOT NULL,
    -- deliveries set aside
    aside INTEGER NOT NULL,
    -- what all attempts took together
    millis INTEGER NOT NULL,
    PRIMARY KEY (kind, subject, hour)
) WITHOUT ROWID;

-- The subjects of the last hours, and what is old enough to go.
CREATE INDEX activity_by_hour ON activity (hour, kind);
-- Flows that failed lately: few among many.
CREATE INDEX activity_failed ON activity (kind, hour) WHERE failed > 0;
