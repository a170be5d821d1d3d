-- SPDX-License-Identifier: EUPL-1.2
-- What was published, and what purging leaves of old months: version 4 of a store. The build strips comments and compiles
-- the rest in, as it does schema.sql. Months are those of the ids of questions.

-- The months that publishing closed, and the publication that did.
CREATE TABLE closed_month (
  month INTEGER NOT NULL PRIMARY KEY CHECK (month BETWEEN 0 AND 4095),
  publication INTEGER NOT NULL
) STRICT;

-- The questions of closed months, as counts of equal ones: what was and will be published of these months is counted
-- here. counted is the month they count in, month the one they were registered for: those that came when it was closed
-- count in a later one. Codes are numbers, 0 is not recorded; answer as in question. Contacts and desks are not
-- published. Only purging changes it: of months that the setting purged says are gone it joins rows that are told apart
-- by what no publication counts by.
CREATE TABLE closed_question (
  counted INTEGER NOT NULL,
  month INTEGER NOT NULL,
  gemeente INTEGER NOT NULL,
  theme INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  asker INTEGER NOT NULL,
  age INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  severity INTEGER NOT NULL,
  answer INTEGER NOT NULL,
  duration INTEGER NOT NULL,
  questions INTEGER NOT NULL CHECK (questions > 0),
  PRIMARY KEY (counted, month, gemeente, theme, channel, asker, age, kind, severity, answer, duration)
) STRICT, WITHOUT ROWID;

-- The ledger. Rows are only ever added: see the triggers below. subject is the list whose codes it counts by, theme when
-- it counts by none; levels, region and gemeenten are as they were asked for, gemeenten separated by commas.
CREATE TABLE publication (
  number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
  entered_on TEXT NOT NULL CHECK (date(entered_on) IS entered_on),
  levels TEXT NOT NULL,
  subject TEXT NOT NULL,
  first_month INTEGER NOT NULL,
  last_month INTEGER NOT NULL CHECK (last_month >= first_month),
  region TEXT NOT NULL,
  gemeenten TEXT NOT NULL,
  min_cell INTEGER NOT NULL CHECK (min_cell BETWEEN 3 AND 1000),
  zeros TEXT NOT NULL CHECK (zeros IN ('camouflage', 'protect')),
  geography TEXT NOT NULL CHECK (date(geography) IS geography),
  late INTEGER NOT NULL,
  plan INTEGER,
  place TEXT NOT NULL,
  checksum TEXT NOT NULL,
  digest TEXT NOT NULL
) STRICT;

-- What its axes consist of: 0 places, 1 subjects, 2 time; the last member of each is its total. sensitive: all of it is
-- marked so.
CREATE TABLE publication_member (
  publication INTEGER NOT NULL REFERENCES publication,
  axis INTEGER NOT NULL CHECK (axis BETWEEN 0 AND 2),
  member INTEGER NOT NULL,
  key TEXT NOT NULL,
  level TEXT NOT NULL,
  label_nl TEXT NOT NULL,
  label_en TEXT NOT NULL,
  sensitive INTEGER NOT NULL CHECK (sensitive IN (0, 1)),
  PRIMARY KEY (publication, axis, member)
) STRICT, WITHOUT ROWID;

-- What a member holds, on the day it was published: NIS codes, numbers of codes (0: not recorded), months. One without
-- a row here holds all there is, or will be.
CREATE TABLE publication_leaf (
  publication INTEGER NOT NULL REFERENCES publication,
  axis INTEGER NOT NULL,
  member INTEGER NOT NULL,
  leaf INTEGER NOT NULL,
  PRIMARY KEY (publication, axis, member, leaf)
) STRICT, WITHOUT ROWID;

CREATE TABLE publication_link (
  publication INTEGER NOT NULL REFERENCES publication,
  axis INTEGER NOT NULL,
  parent INTEGER NOT NULL,
  set_name TEXT NOT NULL,
  child INTEGER NOT NULL,
  PRIMARY KEY (publication, axis, parent, set_name, child)
) STRICT, WITHOUT ROWID;

-- status: 0 published, 1 hidden since it is sensitive, 2 hidden to protect others, 3 not applicable, 4 not collected, 5
-- hidden by rule: a sensitive code below the level of regions. count is the true one.
CREATE TABLE publication_cell (
  publication INTEGER NOT NULL REFERENCES publication,
  place INTEGER NOT NULL,
  subject INTEGER NOT NULL,
  time INTEGER NOT NULL,
  status INTEGER NOT NULL CHECK (status BETWEEN 0 AND 5),
  count INTEGER NOT NULL CHECK (count >= 0),
  PRIMARY KEY (publication, place, subject, time)
) STRICT, WITHOUT ROWID;

CREATE TABLE withdrawal (
  publication INTEGER NOT NULL PRIMARY KEY REFERENCES publication,
  withdrawn_on TEXT NOT NULL CHECK (date(withdrawn_on) IS withdrawn_on),
  reason TEXT NOT NULL
) STRICT;

-- Publications that were declared in advance, to be protected together.
CREATE TABLE plan (
  number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
  declared_on TEXT NOT NULL CHECK (date(declared_on) IS declared_on)
) STRICT;
CREATE TABLE plan_publication (
  plan INTEGER NOT NULL REFERENCES plan,
  place INTEGER NOT NULL,
  levels TEXT NOT NULL,
  first_month INTEGER NOT NULL,
  last_month INTEGER NOT NULL,
  region TEXT NOT NULL,
  gemeenten TEXT NOT NULL,
  min_cell INTEGER,
  zeros TEXT,
  PRIMARY KEY (plan, place)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER publication_stays BEFORE DELETE ON publication
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER publication_same BEFORE UPDATE ON publication
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER publication_member_stays BEFORE DELETE ON publication_member
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER publication_member_same BEFORE UPDATE ON publication_member
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER publication_leaf_stays BEFORE DELETE ON publication_leaf
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER publication_leaf_same BEFORE UPDATE ON publication_leaf
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER publication_link_stays BEFORE DELETE ON publication_link
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER publication_link_same BEFORE UPDATE ON publication_link
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER publication_cell_stays BEFORE DELETE ON publication_cell
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER publication_cell_same BEFORE UPDATE ON publication_cell
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER withdrawal_stays BEFORE DELETE ON withdrawal
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER withdrawal_same BEFORE UPDATE ON withdrawal
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER closed_month_stays BEFORE DELETE ON closed_month
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER closed_month_same BEFORE UPDATE ON closed_month
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;

CREATE TRIGGER closed_question_stays BEFORE DELETE ON closed_question
WHEN format('%04d-%02d', 1970 + OLD.month / 12, OLD.month % 12 + 1) >=
  ifnull((SELECT value FROM setting WHERE key = 'purged'), '')
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER closed_question_same BEFORE UPDATE ON closed_question
WHEN format('%04d-%02d', 1970 + OLD.month / 12, OLD.month % 12 + 1) >=
  ifnull((SELECT value FROM setting WHERE key = 'purged'), '')
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;

-- What is left of the questions of months that were purged: counts of equal ones, all else not recorded.
CREATE TABLE tally (
  month INTEGER NOT NULL,
  gemeente INTEGER NOT NULL,
  theme INTEGER NOT NULL,
  contact INTEGER NOT NULL,
  questions INTEGER NOT NULL CHECK (questions > 0),
  PRIMARY KEY (month, gemeente, theme, contact)
) STRICT, WITHOUT ROWID;

CREATE VIEW v_tally AS
SELECT
  printf('%04d-%02d', 1970 + month / 12, month % 12 + 1) AS month,
  gemeente,
  (SELECT name FROM gemeente WHERE nis = t.gemeente) AS gemeente_name,
  (SELECT code FROM code WHERE list = 'theme' AND number = t.theme) AS theme,
  (SELECT code FROM code WHERE list = 'contact' AND number = t.contact) AS contact,
  questions
FROM tally AS t;

CREATE VIEW v_publication AS
SELECT
  number, entered_on, levels AS "by",
  printf('%04d-%02d', 1970 + first_month / 12, first_month % 12 + 1) AS first_month,
  printf('%04d-%02d', 1970 + last_month / 12, last_month % 12 + 1) AS last_month,
  region, gemeenten, min_cell, zeros, geography, late, plan, place, checksum, digest,
  (SELECT withdrawn_on FROM withdrawal WHERE publication = number) AS withdrawn_on,
  (SELECT reason FROM withdrawal WHERE publication = number) AS reason
FROM publication;
