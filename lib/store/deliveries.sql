-- SPDX-License-Identifier: EUPL-1.2
-- What desks handed in: version 3 of a store. The build strips comments and compiles the rest in, as it does schema.sql.

-- The questions of a month are in, also when there were none; month as in the ids of questions. received_on is the day
-- on which that was first so, known only when the month was over: within a month nothing tells a day.
CREATE TABLE delivery (
  month INTEGER NOT NULL CHECK (month BETWEEN 0 AND 4095),
  desk INTEGER NOT NULL CHECK (desk BETWEEN 1 AND 65535),
  received_on TEXT CHECK (date(received_on) IS received_on)
    CHECK (received_on > printf('%04d-%02d-99', 1970 + month / 12, month % 12 + 1)),
  PRIMARY KEY (month, desk)
) STRICT, WITHOUT ROWID;

-- The deliveries that the last change of questions brought.
CREATE TABLE undo_delivery (
  month INTEGER NOT NULL,
  desk INTEGER NOT NULL,
  PRIMARY KEY (month, desk)
) STRICT, WITHOUT ROWID;

CREATE VIEW v_delivery AS
SELECT
  printf('%04d-%02d', 1970 + month / 12, month % 12 + 1) AS month,
  (SELECT code FROM code WHERE list = 'desk' AND number = d.desk) AS desk,
  received_on
FROM delivery AS d;

-- What an older store has came in, nobody knows when.
INSERT INTO delivery (month, desk)
SELECT DISTINCT id >> 51, desk FROM question WHERE id >= 0 AND desk BETWEEN 1 AND 65535;
