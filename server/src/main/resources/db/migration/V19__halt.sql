-- The switch that halts the server: one row while it holds.
CREATE TABLE halt (
  since INTEGER NOT NULL,
  -- who switched it: id and name
  actor TEXT NOT NULL,
  name TEXT NOT NULL
);
