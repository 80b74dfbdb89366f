-- From version 1 to version 2.

-- What the service said last about an address that it can be asked "has this changed?" (RFC 9110 section 13).
CREATE TABLE validator(
  account  INTEGER NOT NULL REFERENCES account,
  address  TEXT NOT NULL,
  etag     TEXT,
  modified TEXT,                  -- Last-Modified, as it came
  PRIMARY KEY(account, address)
) WITHOUT ROWID;
