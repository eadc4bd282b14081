-- how a connection gets tokens with OAuth 2.0, as JSON without its secret; null for other kinds
ALTER TABLE connection ADD COLUMN tokens TEXT;
