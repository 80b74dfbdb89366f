-- From version 2 to version 3.

-- What was refused that a record needs to be whole is named by the record, and still to be asked for. What a
-- service said before that is asked for anew: it told only that something was refused.
ALTER TABLE validator ADD COLUMN type INTEGER REFERENCES type; -- of the record that is not whole without it
ALTER TABLE validator ADD COLUMN key TEXT;                     -- its id; NULL: nothing was refused
DELETE FROM validator;
