-- Few executions were ever killed; they are found without reading the queue.
CREATE INDEX execution_queue_killed ON execution_queue (killed) WHERE killed <> 0;
