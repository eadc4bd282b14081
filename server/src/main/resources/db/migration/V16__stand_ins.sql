-- whether a service of the owner answers cards of connectors that are not installed
ALTER TABLE connection ADD COLUMN stand_in INTEGER NOT NULL DEFAULT 0;
