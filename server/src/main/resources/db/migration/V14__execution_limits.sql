-- How many executions of a flow run at a time, where somebody has said so.
CREATE TABLE execution_concurrency (
    flow_id TEXT PRIMARY KEY,
    most INTEGER NOT NULL
);
