-- From version 2 to version 3.

-- Something that a record needs to be complete and that the service refused is identified by the record, and still
-- to be requested. Earlier rows only stated that something was refused, so everything is requested again.
ALTER TABLE validator ADD COLUMN type INTEGER REFERENCES type; -- of the record that is incomplete without it
ALTER TABLE validator ADD COLUMN key TEXT;                     -- its id; NULL: nothing was refused
DELETE FROM validator;
