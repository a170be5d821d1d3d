-- SPDX-License-Identifier: EUPL-1.2
-- The tables of a store, version 1; registry.sql has those that version 2 added, deliveries.sql those of version 3,
-- publications.sql those of version 4. The build strips comments and compiles the rest in (schema.c), so that two hyphens
-- must not stand inside a string. A later version is reached from here by the steps in schema.c: the four texts together
-- describe the newest.

-- What holds for the whole file: 'precision' is month or day; 'purged' the month, YYYY-MM, before which all is gone but
-- counts; 'forgotten' the month before which counts (table tally) are gone too; 'id' from version 5 on a random name of
-- the store; those of settings.c.
CREATE TABLE setting (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Names of gemeenten for the views. hvk itself goes by the reference data that is compiled in.
CREATE TABLE gemeente (
  nis INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  arrondissement TEXT NOT NULL,
  province TEXT NOT NULL
) STRICT;

-- The controlled vocabularies. Questions hold the numbers, which run from 1 without a gap and never change: a code is
-- retired (valid_to), never deleted. The key columns stand first because integrity_check of SQLite 3.40 asks for it in
-- tables without rowid.
CREATE TABLE code (
  list TEXT NOT NULL,
  number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 65535),
  code TEXT NOT NULL,
  parent INTEGER,
  label_nl TEXT NOT NULL,
  label_en TEXT NOT NULL,
  origin TEXT NOT NULL,
  sensitive INTEGER NOT NULL DEFAULT 0 CHECK (sensitive IN (0, 1)),
  valid_from TEXT CHECK (date(valid_from) IS valid_from),
  valid_to TEXT CHECK (date(valid_to) IS valid_to),
  PRIMARY KEY (list, number),
  UNIQUE (list, code),
  FOREIGN KEY (list, parent) REFERENCES code (list, number) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

-- Former names of codes.
CREATE TABLE code_alias (
  list TEXT NOT NULL,
  alias TEXT NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (list, alias),
  FOREIGN KEY (list, number) REFERENCES code (list, number)
) STRICT, WITHOUT ROWID;

-- Sets of gemeenten of the user's own.
CREATE TABLE region (
  region TEXT NOT NULL,
  nis INTEGER NOT NULL,
  PRIMARY KEY (region, nis)
) STRICT, WITHOUT ROWID;

-- The questions. The id is the month, counted from 1970-01, followed by 51 bits that are random or hashed: it keeps a
-- month together and does not tell the order of entry. Values are numbers of codes, gemeente is the NIS code, answer
-- has bit n - 1 set for code n; NULL is not recorded. The columns that reports ask for most stand first, since reading
-- one means passing those before it. Only id and codes are here: nothing can hold a name, a text or an hour.
CREATE TABLE question (
  id INTEGER PRIMARY KEY,
  gemeente INTEGER NOT NULL,
  theme INTEGER NOT NULL,
  contact INTEGER NOT NULL,
  desk INTEGER,
  channel INTEGER,
  asker INTEGER,
  age INTEGER,
  kind INTEGER,
  severity INTEGER,
  answer INTEGER,
  duration INTEGER,
  day INTEGER
) STRICT;

-- Ids of questions that were voided: no import may bring them back.
CREATE TABLE tombstone (
  id INTEGER PRIMARY KEY
) STRICT;

-- What was imported: a name and a hash over the decoded rows, to know the same questions again under another name.
CREATE TABLE batch (
  name TEXT NOT NULL PRIMARY KEY,
  digest BLOB NOT NULL,
  questions INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What takes the last change back; nothing older is kept. undo has one row or none.
CREATE TABLE undo (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  what TEXT NOT NULL
) STRICT;

-- The questions that the change added: packed, 8 bytes an id, little endian, as a table of ten million ids would double
-- an import.
CREATE TABLE undo_added (
  part INTEGER PRIMARY KEY,
  ids BLOB NOT NULL
) STRICT;

-- The months that had no questions before, and how many it added there: those need no ids.
CREATE TABLE undo_month (
  month INTEGER PRIMARY KEY,
  questions INTEGER NOT NULL
) STRICT;

-- The questions that it voided, as they were.
CREATE TABLE undo_voided (
  id INTEGER PRIMARY KEY,
  gemeente INTEGER NOT NULL,
  theme INTEGER NOT NULL,
  contact INTEGER NOT NULL,
  desk INTEGER,
  channel INTEGER,
  asker INTEGER,
  age INTEGER,
  kind INTEGER,
  severity INTEGER,
  answer INTEGER,
  duration INTEGER,
  day INTEGER
) STRICT;

-- The ids without a question that it marked as voided, or no longer so; was: whether they were before.
CREATE TABLE undo_tombstone (
  id INTEGER PRIMARY KEY,
  was INTEGER NOT NULL CHECK (was IN (0, 1))
) STRICT;

-- The batches it wrote, as they were before; digest is NULL where there was none.
CREATE TABLE undo_batch (
  name TEXT NOT NULL PRIMARY KEY,
  digest BLOB,
  questions INTEGER
) STRICT, WITHOUT ROWID;

-- The desks it made.
CREATE TABLE undo_desk (
  number INTEGER PRIMARY KEY
) STRICT;

-- Views for people who open the file with sqlite3, or ask hvk-admin sql. The id is its text form, Crockford's base32.
CREATE VIEW v_question AS
SELECT
  substr(a, (id >> 60 & 31) + 1, 1) || substr(a, (id >> 55 & 31) + 1, 1) || substr(a, (id >> 50 & 31) + 1, 1) ||
  substr(a, (id >> 45 & 31) + 1, 1) || substr(a, (id >> 40 & 31) + 1, 1) || substr(a, (id >> 35 & 31) + 1, 1) ||
  substr(a, (id >> 30 & 31) + 1, 1) || substr(a, (id >> 25 & 31) + 1, 1) || substr(a, (id >> 20 & 31) + 1, 1) ||
  substr(a, (id >> 15 & 31) + 1, 1) || substr(a, (id >> 10 & 31) + 1, 1) || substr(a, (id >> 5 & 31) + 1, 1) ||
  substr(a, (id & 31) + 1, 1) AS id,
  printf('%04d-%02d', 1970 + (id >> 51) / 12, (id >> 51) % 12 + 1) AS month,
  day,
  gemeente,
  (SELECT name FROM gemeente WHERE nis = q.gemeente) AS gemeente_name,
  (SELECT code FROM code WHERE list = 'desk' AND number = q.desk) AS desk,
  (SELECT code FROM code WHERE list = 'channel' AND number = q.channel) AS channel,
  (SELECT code FROM code WHERE list = 'asker' AND number = q.asker) AS asker,
  (SELECT code FROM code WHERE list = 'age' AND number = q.age) AS age,
  (SELECT code FROM code WHERE list = 'theme' AND number = q.theme) AS theme,
  (SELECT code FROM code WHERE list = 'kind' AND number = q.kind) AS kind,
  (SELECT code FROM code WHERE list = 'severity' AND number = q.severity) AS severity,
  (SELECT group_concat(code, '+') FROM (SELECT code FROM code
    WHERE list = 'answer' AND q.answer >> (number - 1) & 1 ORDER BY number)) AS answer,
  (SELECT code FROM code WHERE list = 'duration' AND number = q.duration) AS duration,
  (SELECT code FROM code WHERE list = 'contact' AND number = q.contact) AS contact
FROM question AS q, (SELECT '0123456789ABCDEFGHJKMNPQRSTVWXYZ' AS a);

CREATE VIEW v_code AS
SELECT
  c.list, c.number, c.code,
  (SELECT p.code FROM code AS p WHERE p.list = c.list AND p.number = c.parent) AS parent,
  c.label_nl, c.label_en, c.sensitive, c.valid_from, c.valid_to,
  (SELECT group_concat(alias, ' ') FROM code_alias AS a WHERE a.list = c.list AND a.number = c.number) AS former_names
FROM code AS c
ORDER BY c.list, c.number;

CREATE VIEW v_region AS
SELECT region, nis AS gemeente, (SELECT name FROM gemeente AS g WHERE g.nis = r.nis) AS gemeente_name
FROM region AS r
ORDER BY region, nis;

CREATE VIEW v_month AS
SELECT
  printf('%04d-%02d', 1970 + (id >> 51) / 12, (id >> 51) % 12 + 1) AS month,
  count(*) AS questions,
  count(*) FILTER (WHERE contact = (SELECT number FROM code WHERE list = 'contact' AND origin = 'new')) AS contacts
FROM question
GROUP BY id >> 51;
