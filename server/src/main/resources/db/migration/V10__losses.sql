-- Losses are counted slice by slice, as events go, and told of once in a while.

-- of how many an event tells already
ALTER TABLE lane_lost ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
-- when we took the first of those that no event tells of; NULL for none
ALTER TABLE lane_lost ADD COLUMN untold_from INTEGER;

UPDATE lane_lost SET told = lost_count;
