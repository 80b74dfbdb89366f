-- From version 4 to version 5. The program changes schema_version behind it, and makes the index anew where that
-- is needed (schema.cpp).

-- Full text is asked by hand with accents too: the tokenizer takes them off what is asked, and leaves what is
-- indexed as it is, which has none. So only the declaration is changed, which SQLite allows where what is stored
-- stays the same (ALTER TABLE, section 7).
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'remove_diacritics 0', 'remove_diacritics 2')
  WHERE type = 'table' AND name = 'search';
PRAGMA writable_schema = OFF;
