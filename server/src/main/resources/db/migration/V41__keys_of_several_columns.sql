-- Unique keys of several columns, and a number by which an edit sees that a row is still the one that was read.
ALTER TABLE data_index ADD COLUMN further TEXT; -- a JSON list of the columns behind column_name; NULL when there is one
ALTER TABLE data_row ADD COLUMN version INTEGER NOT NULL DEFAULT 1; -- counts changes of the row
