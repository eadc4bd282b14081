-- by which reading of documents the findings and flow_use of a flow were written; a newer program reads them again at its start
ALTER TABLE flow ADD COLUMN outline INTEGER NOT NULL DEFAULT 0;
