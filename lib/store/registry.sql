-- SPDX-License-Identifier: EUPL-1.2
-- The tables of the registry - partners, people, offers, agreements, houses - and of referrals: version 2 of a store.
-- The build strips comments and compiles the rest in, as it does schema.sql. Codes are numbers of their list, gemeenten
-- NIS codes, days and months text as in ISO 8601. A column that can have several values is a table <record>_<column>.
-- The columns are those of lib/record/type.c, in its order, which reads and writes them by name.

CREATE TABLE partner (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  type INTEGER,
  description TEXT,
  website TEXT,
  email TEXT,
  phone TEXT,
  address TEXT,
  opening_hours TEXT,
  everywhere INTEGER NOT NULL DEFAULT 0 CHECK (everywhere IN (0, 1)),
  stage INTEGER,
  stage_on TEXT CHECK (date(stage_on) IS stage_on),
  stage_reason TEXT,
  source TEXT,
  source_id TEXT,
  verified_on TEXT CHECK (date(verified_on) IS verified_on)
) STRICT;

-- A partner is what it was where it came from: imported again, it is found by these.
CREATE INDEX partner_source ON partner (source, source_id) WHERE source_id IS NOT NULL;

CREATE TABLE partner_gemeente (
  partner INTEGER NOT NULL REFERENCES partner (id) ON DELETE CASCADE,
  gemeente INTEGER NOT NULL,
  PRIMARY KEY (partner, gemeente)
) STRICT, WITHOUT ROWID;
CREATE INDEX gemeente_partner ON partner_gemeente (gemeente, partner);

CREATE TABLE partner_keyword (
  partner INTEGER NOT NULL REFERENCES partner (id) ON DELETE CASCADE,
  keyword TEXT NOT NULL,
  PRIMARY KEY (partner, keyword)
) STRICT, WITHOUT ROWID;

-- Slugs that partners had: they keep leading to them.
CREATE TABLE partner_former_slug (
  partner INTEGER NOT NULL REFERENCES partner (id) ON DELETE CASCADE,
  former_slug TEXT NOT NULL UNIQUE,
  PRIMARY KEY (partner, former_slug)
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  slug TEXT NOT NULL UNIQUE,
  partner INTEGER NOT NULL REFERENCES partner (id),
  name TEXT NOT NULL,
  function TEXT,
  phone TEXT,
  email TEXT,
  reachable TEXT,
  first_contact INTEGER NOT NULL DEFAULT 0 CHECK (first_contact IN (0, 1)),
  public INTEGER NOT NULL DEFAULT 0 CHECK (public IN (0, 1)),
  since TEXT CHECK (date(since) IS since),
  until TEXT CHECK (date(until) IS until),
  verified_on TEXT CHECK (date(verified_on) IS verified_on)
) STRICT;
CREATE INDEX person_partner ON person (partner);

CREATE TABLE person_theme (
  person INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  theme INTEGER NOT NULL,
  PRIMARY KEY (person, theme)
) STRICT, WITHOUT ROWID;

CREATE TABLE person_gemeente (
  person INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  gemeente INTEGER NOT NULL,
  PRIMARY KEY (person, gemeente)
) STRICT, WITHOUT ROWID;

-- house is the gemeente whose Huis van het Kind it concerns.
CREATE TABLE agreement (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  slug TEXT NOT NULL UNIQUE,
  partner INTEGER NOT NULL REFERENCES partner (id),
  type INTEGER NOT NULL,
  gemeente INTEGER,
  house INTEGER,
  authority TEXT,
  decided_by TEXT,
  decided_on TEXT CHECK (date(decided_on) IS decided_on),
  since TEXT CHECK (date(since) IS since),
  until TEXT CHECK (date(until) IS until),
  amount_cents INTEGER CHECK (amount_cents >= 0),
  purpose TEXT,
  document TEXT
) STRICT;
CREATE INDEX agreement_partner ON agreement (partner);

CREATE TABLE offer (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  slug TEXT NOT NULL UNIQUE,
  partner INTEGER NOT NULL REFERENCES partner (id),
  name TEXT NOT NULL,
  description TEXT,
  form INTEGER,
  level INTEGER,
  age TEXT,
  cost TEXT,
  waiting_days INTEGER CHECK (waiting_days >= 0),
  capacity INTEGER CHECK (capacity >= 0),
  referred_by TEXT,
  opening_hours TEXT,
  website TEXT,
  since TEXT CHECK (date(since) IS since),
  until TEXT CHECK (date(until) IS until),
  agreement INTEGER REFERENCES agreement (id),
  source_id TEXT,
  verified_on TEXT CHECK (date(verified_on) IS verified_on)
) STRICT;
CREATE INDEX offer_partner ON offer (partner);
CREATE INDEX offer_agreement ON offer (agreement) WHERE agreement IS NOT NULL;

CREATE TABLE offer_pillar (
  offer INTEGER NOT NULL REFERENCES offer (id) ON DELETE CASCADE,
  pillar INTEGER NOT NULL,
  PRIMARY KEY (offer, pillar)
) STRICT, WITHOUT ROWID;

CREATE TABLE offer_theme (
  offer INTEGER NOT NULL REFERENCES offer (id) ON DELETE CASCADE,
  theme INTEGER NOT NULL,
  PRIMARY KEY (offer, theme)
) STRICT, WITHOUT ROWID;
CREATE INDEX theme_offer ON offer_theme (theme, offer);

CREATE TABLE offer_audience (
  offer INTEGER NOT NULL REFERENCES offer (id) ON DELETE CASCADE,
  audience INTEGER NOT NULL,
  PRIMARY KEY (offer, audience)
) STRICT, WITHOUT ROWID;

CREATE TABLE offer_target (
  offer INTEGER NOT NULL REFERENCES offer (id) ON DELETE CASCADE,
  target INTEGER NOT NULL,
  PRIMARY KEY (offer, target)
) STRICT, WITHOUT ROWID;

CREATE TABLE offer_gemeente (
  offer INTEGER NOT NULL REFERENCES offer (id) ON DELETE CASCADE,
  gemeente INTEGER NOT NULL,
  PRIMARY KEY (offer, gemeente)
) STRICT, WITHOUT ROWID;
CREATE INDEX gemeente_offer ON offer_gemeente (gemeente, offer);

CREATE TABLE offer_language (
  offer INTEGER NOT NULL REFERENCES offer (id) ON DELETE CASCADE,
  language INTEGER NOT NULL,
  PRIMARY KEY (offer, language)
) STRICT, WITHOUT ROWID;

CREATE TABLE offer_keyword (
  offer INTEGER NOT NULL REFERENCES offer (id) ON DELETE CASCADE,
  keyword TEXT NOT NULL,
  PRIMARY KEY (offer, keyword)
) STRICT, WITHOUT ROWID;

-- The Huis van het Kind of a gemeente. A membership does not need it to be described here.
CREATE TABLE house (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  slug TEXT NOT NULL UNIQUE,
  gemeente INTEGER NOT NULL UNIQUE,
  name TEXT,
  presence INTEGER,
  address TEXT,
  website TEXT,
  since TEXT CHECK (date(since) IS since),
  until TEXT CHECK (date(until) IS until)
) STRICT;

CREATE TABLE membership (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  slug TEXT NOT NULL UNIQUE,
  partner INTEGER NOT NULL REFERENCES partner (id),
  house INTEGER NOT NULL,
  role INTEGER NOT NULL,
  since TEXT CHECK (date(since) IS since),
  until TEXT CHECK (date(until) IS until)
) STRICT;
CREATE INDEX membership_partner ON membership (partner);

-- Referrals: never a client. The id is made as that of a question is, and points to none.
CREATE TABLE referral (
  id INTEGER PRIMARY KEY,
  month TEXT NOT NULL,
  direction INTEGER NOT NULL,
  partner INTEGER NOT NULL REFERENCES partner (id),
  person INTEGER REFERENCES person (id),
  offer INTEGER REFERENCES offer (id),
  theme INTEGER,
  gemeente INTEGER,
  age INTEGER,
  desk INTEGER,
  warm INTEGER NOT NULL DEFAULT 0 CHECK (warm IN (0, 1)),
  status INTEGER NOT NULL,
  status_on TEXT NOT NULL CHECK (date(status_on) IS status_on)
) STRICT;
CREATE INDEX referral_partner ON referral (partner);
CREATE INDEX referral_person ON referral (person) WHERE person IS NOT NULL;
CREATE INDEX referral_offer ON referral (offer) WHERE offer IS NOT NULL;

-- The trail of a referral: its statuses in their order, the present one included.
CREATE TABLE referral_step (
  referral INTEGER NOT NULL REFERENCES referral (id) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  status INTEGER NOT NULL,
  made_on TEXT NOT NULL CHECK (date(made_on) IS made_on),
  PRIMARY KEY (referral, step)
) STRICT, WITHOUT ROWID;

-- Needs for which there was no offer: counted, nothing else. age 0: not said.
CREATE TABLE gap (
  month TEXT NOT NULL,
  gemeente INTEGER NOT NULL,
  theme INTEGER NOT NULL,
  age INTEGER NOT NULL,
  reason INTEGER NOT NULL,
  times INTEGER NOT NULL CHECK (times > 0),
  PRIMARY KEY (month, gemeente, theme, age, reason)
) STRICT, WITHOUT ROWID;

-- The history of the registry, and what undo goes by. Of a record that was added no values are kept, since it has them;
-- of one that was removed all. Days only.
CREATE TABLE change (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  made_on TEXT NOT NULL CHECK (date(made_on) IS made_on),
  what TEXT NOT NULL
) STRICT;

-- type is that of lib/record/type.c, did 0: added, 1: changed, 2: removed.
CREATE TABLE change_record (
  change INTEGER NOT NULL REFERENCES change (id) ON DELETE CASCADE,
  type INTEGER NOT NULL,
  record INTEGER NOT NULL,
  did INTEGER NOT NULL CHECK (did IN (0, 1, 2)),
  PRIMARY KEY (change, type, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_change ON change_record (type, record, change);

-- The keys of a column before and after.
CREATE TABLE change_value (
  change INTEGER NOT NULL,
  type INTEGER NOT NULL,
  record INTEGER NOT NULL,
  property TEXT NOT NULL,
  before TEXT,
  after TEXT,
  PRIMARY KEY (change, type, record, property),
  FOREIGN KEY (change, type, record) REFERENCES change_record (change, type, record) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- The words of partners and offers, to search in. Nothing of people.
CREATE VIRTUAL TABLE partner_words USING fts5(words, tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE offer_words USING fts5(words, tokenize = 'unicode61 remove_diacritics 2');

-- Views, with the columns that listings have: codes by name, several joined by '+'.
CREATE VIEW v_partner AS
SELECT
  slug, name,
  (SELECT code FROM code WHERE list = 'partner_type' AND number = p.type) AS type,
  description, website, email, phone, address, opening_hours,
  (SELECT group_concat(gemeente, '+') FROM (SELECT gemeente FROM partner_gemeente
    WHERE partner = p.id ORDER BY gemeente)) AS gemeente,
  (SELECT group_concat(name, '+') FROM (SELECT g.name FROM partner_gemeente AS s
    JOIN gemeente AS g ON g.nis = s.gemeente WHERE s.partner = p.id ORDER BY g.name)) AS gemeente_name,
  iif(everywhere, 'yes', 'no') AS everywhere,
  (SELECT code FROM code WHERE list = 'stage' AND number = p.stage) AS stage,
  stage_on, stage_reason,
  (SELECT group_concat(keyword, '+') FROM (SELECT keyword FROM partner_keyword
    WHERE partner = p.id ORDER BY keyword)) AS keyword,
  (SELECT group_concat(former_slug, '+') FROM (SELECT former_slug FROM partner_former_slug
    WHERE partner = p.id ORDER BY former_slug)) AS former_slug,
  source, source_id, verified_on
FROM partner AS p;

-- Without what points to the person.
CREATE VIEW v_person AS
SELECT
  slug,
  (SELECT slug FROM partner WHERE id = p.partner) AS partner,
  function, reachable,
  (SELECT group_concat(code, '+') FROM (SELECT c.code FROM person_theme AS s
    JOIN code AS c ON c.list = 'theme' AND c.number = s.theme WHERE s.person = p.id ORDER BY c.number)) AS theme,
  (SELECT group_concat(gemeente, '+') FROM (SELECT gemeente FROM person_gemeente
    WHERE person = p.id ORDER BY gemeente)) AS gemeente,
  iif(first_contact, 'yes', 'no') AS first_contact,
  iif(public, 'yes', 'no') AS public,
  since, until, verified_on
FROM person AS p;

CREATE VIEW v_offer AS
SELECT
  slug,
  (SELECT slug FROM partner WHERE id = o.partner) AS partner,
  name, description,
  (SELECT code FROM code WHERE list = 'form' AND number = o.form) AS form,
  (SELECT code FROM code WHERE list = 'level' AND number = o.level) AS level,
  (SELECT group_concat(code, '+') FROM (SELECT c.code FROM offer_pillar AS s
    JOIN code AS c ON c.list = 'pillar' AND c.number = s.pillar WHERE s.offer = o.id ORDER BY c.number)) AS pillar,
  (SELECT group_concat(code, '+') FROM (SELECT c.code FROM offer_theme AS s
    JOIN code AS c ON c.list = 'theme' AND c.number = s.theme WHERE s.offer = o.id ORDER BY c.number)) AS theme,
  (SELECT group_concat(code, '+') FROM (SELECT c.code FROM offer_audience AS s
    JOIN code AS c ON c.list = 'audience' AND c.number = s.audience
    WHERE s.offer = o.id ORDER BY c.number)) AS audience,
  (SELECT group_concat(code, '+') FROM (SELECT c.code FROM offer_target AS s
    JOIN code AS c ON c.list = 'target' AND c.number = s.target WHERE s.offer = o.id ORDER BY c.number)) AS target,
  age,
  (SELECT group_concat(gemeente, '+') FROM (SELECT gemeente FROM offer_gemeente
    WHERE offer = o.id ORDER BY gemeente)) AS gemeente,
  (SELECT group_concat(name, '+') FROM (SELECT g.name FROM offer_gemeente AS s JOIN gemeente AS g ON g.nis = s.gemeente
    WHERE s.offer = o.id ORDER BY g.name)) AS gemeente_name,
  (SELECT group_concat(code, '+') FROM (SELECT c.code FROM offer_language AS s
    JOIN code AS c ON c.list = 'language' AND c.number = s.language
    WHERE s.offer = o.id ORDER BY c.number)) AS language,
  cost, waiting_days, capacity, referred_by, opening_hours, website, since, until,
  (SELECT slug FROM agreement WHERE id = o.agreement) AS agreement,
  (SELECT group_concat(keyword, '+') FROM (SELECT keyword FROM offer_keyword
    WHERE offer = o.id ORDER BY keyword)) AS keyword,
  source_id, verified_on
FROM offer AS o;

CREATE VIEW v_agreement AS
SELECT
  slug,
  (SELECT slug FROM partner WHERE id = a.partner) AS partner,
  (SELECT code FROM code WHERE list = 'agreement_type' AND number = a.type) AS type,
  gemeente,
  (SELECT name FROM gemeente WHERE nis = a.gemeente) AS gemeente_name,
  house, authority, decided_by, decided_on, since, until, amount_cents, purpose, document
FROM agreement AS a;

CREATE VIEW v_house AS
SELECT
  slug, gemeente,
  (SELECT g.name FROM gemeente AS g WHERE g.nis = h.gemeente) AS gemeente_name,
  name,
  (SELECT code FROM code WHERE list = 'presence' AND number = h.presence) AS presence,
  address, website, since, until
FROM house AS h;

CREATE VIEW v_membership AS
SELECT
  slug,
  (SELECT slug FROM partner WHERE id = m.partner) AS partner,
  house,
  (SELECT name FROM gemeente WHERE nis = m.house) AS house_name,
  (SELECT code FROM code WHERE list = 'role' AND number = m.role) AS role,
  since, until
FROM membership AS m;

CREATE VIEW v_referral AS
SELECT
  substr(a, (id >> 60 & 31) + 1, 1) || substr(a, (id >> 55 & 31) + 1, 1) || substr(a, (id >> 50 & 31) + 1, 1) ||
  substr(a, (id >> 45 & 31) + 1, 1) || substr(a, (id >> 40 & 31) + 1, 1) || substr(a, (id >> 35 & 31) + 1, 1) ||
  substr(a, (id >> 30 & 31) + 1, 1) || substr(a, (id >> 25 & 31) + 1, 1) || substr(a, (id >> 20 & 31) + 1, 1) ||
  substr(a, (id >> 15 & 31) + 1, 1) || substr(a, (id >> 10 & 31) + 1, 1) || substr(a, (id >> 5 & 31) + 1, 1) ||
  substr(a, (id & 31) + 1, 1) AS id,
  month,
  (SELECT code FROM code WHERE list = 'direction' AND number = r.direction) AS direction,
  (SELECT slug FROM partner WHERE id = r.partner) AS partner,
  (SELECT slug FROM person WHERE id = r.person) AS person,
  (SELECT slug FROM offer WHERE id = r.offer) AS offer,
  (SELECT code FROM code WHERE list = 'theme' AND number = r.theme) AS theme,
  gemeente,
  (SELECT name FROM gemeente WHERE nis = r.gemeente) AS gemeente_name,
  (SELECT code FROM code WHERE list = 'age' AND number = r.age) AS age,
  (SELECT code FROM code WHERE list = 'desk' AND number = r.desk) AS desk,
  iif(warm, 'yes', 'no') AS warm,
  (SELECT code FROM code WHERE list = 'referral_status' AND number = r.status) AS status,
  status_on
FROM referral AS r, (SELECT '0123456789ABCDEFGHJKMNPQRSTVWXYZ' AS a);

CREATE VIEW v_gap AS
SELECT
  month, gemeente,
  (SELECT name FROM gemeente WHERE nis = g.gemeente) AS gemeente_name,
  (SELECT code FROM code WHERE list = 'theme' AND number = g.theme) AS theme,
  (SELECT code FROM code WHERE list = 'age' AND number = g.age) AS age,
  (SELECT code FROM code WHERE list = 'gap_reason' AND number = g.reason) AS reason,
  times
FROM gap AS g;
