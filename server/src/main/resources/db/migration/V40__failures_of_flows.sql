-- How often a flow failed lately: few among many successes, counted from the index alone.
CREATE INDEX execution_failure ON execution (flow_id, ordinal) WHERE status = 'FAILURE';
