-- SPDX-License-Identifier: EUPL-1.2
-- The agenda - activities for families, meetings of the network, what was agreed there, the steps by which a house is
-- built: version 5 of a store. Records as those of registry.sql; of who came to an activity there are only counts.

-- Told in calendars, where what several stores have must not be taken for one: made once, kept in backups.
INSERT INTO setting (key, value) VALUES ('id', lower(hex(randomblob(8))));

-- How often a record with a day was changed, and when last, for calendars, which take no notice of a number lower than
-- one they have. The journal cannot tell: undo takes a change out of it. Of what was removed it stays: undo brings it
-- back. type is that of lib/record/type.c.
CREATE TABLE revision (
  type INTEGER NOT NULL,
  record INTEGER NOT NULL,
  number INTEGER NOT NULL,
  made_on TEXT NOT NULL CHECK (date(made_on) IS made_on),
  PRIMARY KEY (type, record)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  slug TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  date TEXT NOT NULL CHECK (date(date) IS date),
  start TEXT CHECK (time(start) IS start || ':00' AND start < '24'),
  "end" TEXT CHECK (time("end") IS "end" || ':00' AND "end" < '24'),
  offer INTEGER REFERENCES offer (id),
  partner INTEGER NOT NULL REFERENCES partner (id),
  person INTEGER REFERENCES person (id),
  place TEXT,
  gemeente INTEGER,
  form INTEGER,
  age TEXT,
  programme TEXT,
  series TEXT,
  status INTEGER NOT NULL,
  reason TEXT,
  capacity INTEGER CHECK (capacity >= 0),
  participants INTEGER CHECK (participants >= 0),
  new INTEGER CHECK (new >= 0),
  -- '31005=9+31040=5': few, and never asked for one by one.
  origin TEXT,
  cost TEXT,
  enrolment TEXT,
  website TEXT,
  description TEXT,
  notes TEXT
) STRICT;
CREATE INDEX session_date ON session (date);
CREATE INDEX session_partner ON session (partner);
CREATE INDEX session_offer ON session (offer) WHERE offer IS NOT NULL;
CREATE INDEX session_person ON session (person) WHERE person IS NOT NULL;

CREATE TABLE session_co_partner (
  session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
  co_partner INTEGER NOT NULL REFERENCES partner (id),
  PRIMARY KEY (session, co_partner)
) STRICT, WITHOUT ROWID;
CREATE INDEX co_partner_session ON session_co_partner (co_partner, session);

CREATE TABLE session_theme (
  session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
  theme INTEGER NOT NULL,
  PRIMARY KEY (session, theme)
) STRICT, WITHOUT ROWID;

CREATE TABLE session_pillar (
  session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
  pillar INTEGER NOT NULL,
  PRIMARY KEY (session, pillar)
) STRICT, WITHOUT ROWID;

CREATE TABLE session_audience (
  session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
  audience INTEGER NOT NULL,
  PRIMARY KEY (session, audience)
) STRICT, WITHOUT ROWID;

CREATE TABLE session_target (
  session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
  target INTEGER NOT NULL,
  PRIMARY KEY (session, target)
) STRICT, WITHOUT ROWID;

CREATE TABLE session_language (
  session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
  language INTEGER NOT NULL,
  PRIMARY KEY (session, language)
) STRICT, WITHOUT ROWID;

CREATE TABLE meeting (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  slug TEXT NOT NULL UNIQUE,
  type INTEGER NOT NULL,
  title TEXT,
  date TEXT NOT NULL CHECK (date(date) IS date),
  start TEXT CHECK (time(start) IS start || ':00' AND start < '24'),
  "end" TEXT CHECK (time("end") IS "end" || ':00' AND "end" < '24'),
  place TEXT,
  gemeente INTEGER,
  house INTEGER,
  partner INTEGER REFERENCES partner (id),
  series TEXT,
  status INTEGER NOT NULL,
  reason TEXT,
  agenda TEXT,
  decisions TEXT,
  notes TEXT,
  public INTEGER NOT NULL DEFAULT 0 CHECK (public IN (0, 1))
) STRICT;
CREATE INDEX meeting_date ON meeting (date);
CREATE INDEX meeting_partner ON meeting (partner) WHERE partner IS NOT NULL;

CREATE TABLE attendance (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  slug TEXT NOT NULL UNIQUE,
  meeting INTEGER NOT NULL REFERENCES meeting (id),
  -- Undo puts pairs back one by one: until then a pair has a partner that nobody is.
  partner INTEGER NOT NULL REFERENCES partner (id) DEFERRABLE INITIALLY DEFERRED,
  people INTEGER NOT NULL CHECK (people >= 0),
  excused INTEGER NOT NULL DEFAULT 0 CHECK (excused IN (0, 1)),
  UNIQUE (meeting, partner)
) STRICT;
CREATE INDEX attendance_partner ON attendance (partner);

CREATE TABLE action (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  slug TEXT NOT NULL UNIQUE,
  meeting INTEGER REFERENCES meeting (id),
  who INTEGER REFERENCES partner (id),
  person INTEGER REFERENCES person (id),
  what TEXT NOT NULL,
  due TEXT CHECK (date(due) IS due),
  done TEXT CHECK (date(done) IS done)
) STRICT;
CREATE INDEX action_meeting ON action (meeting) WHERE meeting IS NOT NULL;
CREATE INDEX action_who ON action (who) WHERE who IS NOT NULL;
CREATE INDEX action_person ON action (person) WHERE person IS NOT NULL;

CREATE TABLE milestone (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  slug TEXT NOT NULL UNIQUE,
  house INTEGER NOT NULL,
  phase INTEGER NOT NULL,
  what TEXT NOT NULL,
  due TEXT CHECK (date(due) IS due),
  done TEXT CHECK (date(done) IS done),
  notes TEXT
) STRICT;
CREATE INDEX milestone_house ON milestone (house);

-- Views, with the columns that listings have, but for who is to be rung.
CREATE VIEW v_session AS
SELECT
  slug, title, date, start, "end",
  (SELECT slug FROM offer WHERE id = s.offer) AS offer,
  (SELECT slug FROM partner WHERE id = s.partner) AS partner,
  (SELECT group_concat(slug, '+') FROM (
    SELECT slug FROM partner WHERE id IN (SELECT co_partner FROM session_co_partner WHERE session = s.id)
    ORDER BY slug)) AS co_partner,
  place, gemeente,
  (SELECT name FROM gemeente WHERE nis = s.gemeente) AS gemeente_name,
  (SELECT code FROM code WHERE list = 'form' AND number = s.form) AS form,
  (SELECT group_concat(code, '+') FROM (SELECT c.code FROM session_theme AS x
    JOIN code AS c ON c.list = 'theme' AND c.number = x.theme WHERE x.session = s.id ORDER BY c.number)) AS theme,
  (SELECT group_concat(code, '+') FROM (SELECT c.code FROM session_pillar AS x
    JOIN code AS c ON c.list = 'pillar' AND c.number = x.pillar WHERE x.session = s.id ORDER BY c.number)) AS pillar,
  (SELECT group_concat(code, '+') FROM (SELECT c.code FROM session_audience AS x
    JOIN code AS c ON c.list = 'audience' AND c.number = x.audience
    WHERE x.session = s.id ORDER BY c.number)) AS audience,
  (SELECT group_concat(code, '+') FROM (SELECT c.code FROM session_target AS x
    JOIN code AS c ON c.list = 'target' AND c.number = x.target WHERE x.session = s.id ORDER BY c.number)) AS target,
  (SELECT group_concat(code, '+') FROM (SELECT c.code FROM session_language AS x
    JOIN code AS c ON c.list = 'language' AND c.number = x.language
    WHERE x.session = s.id ORDER BY c.number)) AS language,
  age, programme, series,
  (SELECT code FROM code WHERE list = 'session_status' AND number = s.status) AS status,
  reason, capacity, participants, new, origin, cost, enrolment, website, description, notes
FROM session AS s;

CREATE VIEW v_meeting AS
SELECT
  slug,
  (SELECT code FROM code WHERE list = 'event_type' AND number = m.type) AS type,
  title, date, start, "end", place, gemeente,
  (SELECT name FROM gemeente WHERE nis = m.gemeente) AS gemeente_name,
  house,
  (SELECT slug FROM partner WHERE id = m.partner) AS partner,
  series,
  (SELECT code FROM code WHERE list = 'session_status' AND number = m.status) AS status,
  reason, agenda, decisions, notes, iif(public, 'yes', 'no') AS public
FROM meeting AS m;

CREATE VIEW v_attendance AS
SELECT
  slug,
  (SELECT slug FROM meeting WHERE id = a.meeting) AS meeting,
  (SELECT slug FROM partner WHERE id = a.partner) AS partner,
  people, iif(excused, 'yes', 'no') AS excused
FROM attendance AS a;

CREATE VIEW v_action AS
SELECT
  slug,
  (SELECT slug FROM meeting WHERE id = a.meeting) AS meeting,
  (SELECT slug FROM partner WHERE id = a.who) AS who,
  what, due, done
FROM action AS a;

CREATE VIEW v_milestone AS
SELECT
  slug, house,
  (SELECT name FROM gemeente WHERE nis = m.house) AS house_name,
  (SELECT code FROM code WHERE list = 'phase' AND number = m.phase) AS phase,
  what, due, done, notes
FROM milestone AS m;
