-- The first schema of the record file. A released step is never changed: what
-- comes later is a step of its own. docs/store.md says what each column means.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE batches (
  batch   INTEGER PRIMARY KEY,
  at      TEXT NOT NULL,
  reports INTEGER NOT NULL DEFAULT 0,
  stories INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE stories (
  story        INTEGER PRIMARY KEY,
  id           TEXT NOT NULL UNIQUE,
  title        TEXT NOT NULL,
  title_of     INTEGER NOT NULL,
  first        TEXT,
  last         TEXT,
  place        TEXT,
  reports      INTEGER NOT NULL,
  outlets      INTEGER NOT NULL,
  origins      INTEGER NOT NULL,
  items        INTEGER NOT NULL,
  disputed     INTEGER NOT NULL,
  batch        INTEGER NOT NULL REFERENCES batches,
  place_entity INTEGER,
  groups       TEXT NOT NULL,
  passages     TEXT NOT NULL,
  derivations  TEXT NOT NULL,
  brief        TEXT NOT NULL
);
CREATE INDEX stories_by_size ON stories (reports DESC, first, id);
CREATE INDEX stories_by_day ON stories (last);

CREATE TABLE reports (
  report          INTEGER PRIMARY KEY,
  id              TEXT NOT NULL UNIQUE,
  page            TEXT NOT NULL,
  story           INTEGER REFERENCES stories DEFERRABLE INITIALLY DEFERRED,
  place           INTEGER,
  label           TEXT,
  version         INTEGER NOT NULL,
  address         TEXT,
  file            TEXT NOT NULL,
  url             TEXT,
  outlet          TEXT,
  title           TEXT,
  byline          TEXT,
  published       TEXT,
  published_basis TEXT,
  lang            TEXT,
  section         TEXT,
  batch           INTEGER NOT NULL REFERENCES batches,
  text            TEXT NOT NULL,
  cuts            TEXT NOT NULL,
  imprint         TEXT NOT NULL
);
CREATE INDEX reports_of_story ON reports (story, place);
CREATE INDEX reports_by_page ON reports (page);
CREATE INDEX reports_by_address ON reports (address);
CREATE INDEX reports_by_outlet ON reports (outlet);

CREATE TABLE versions (
  report    INTEGER NOT NULL REFERENCES reports,
  version   INTEGER NOT NULL,
  hash      BLOB NOT NULL UNIQUE,
  batch     INTEGER NOT NULL REFERENCES batches,
  file      TEXT NOT NULL,
  title     TEXT,
  published TEXT,
  text      TEXT,
  PRIMARY KEY (report, version)
) WITHOUT ROWID;

CREATE TABLE workings (
  report   INTEGER PRIMARY KEY REFERENCES reports,
  maker    TEXT NOT NULL,
  declared TEXT NOT NULL,
  markup   TEXT NOT NULL,
  blocks   TEXT NOT NULL,
  bytes    TEXT NOT NULL,
  marks    TEXT NOT NULL
);

CREATE TABLE sentences (
  sentence   INTEGER PRIMARY KEY,
  report     INTEGER NOT NULL REFERENCES reports,
  number     INTEGER NOT NULL,
  start      INTEGER NOT NULL,
  "end"      INTEGER NOT NULL,
  byte_start INTEGER NOT NULL,
  byte_end   INTEGER NOT NULL,
  text       TEXT NOT NULL
);
CREATE INDEX sentences_of_report ON sentences (report, number);

CREATE TABLE entities (
  entity   INTEGER PRIMARY KEY,
  story    INTEGER NOT NULL REFERENCES stories,
  place    INTEGER NOT NULL,
  type     TEXT NOT NULL,
  name     TEXT NOT NULL,
  code     TEXT,
  office   TEXT,
  mentions INTEGER NOT NULL,
  aliases  TEXT NOT NULL
);
CREATE UNIQUE INDEX entities_of_story ON entities (story, place);

CREATE TABLE names (
  word   TEXT NOT NULL,
  entity INTEGER NOT NULL REFERENCES entities,
  PRIMARY KEY (word, entity)
) WITHOUT ROWID;
CREATE INDEX names_of_entity ON names (entity);

CREATE TABLE items (
  item     INTEGER PRIMARY KEY,
  id       TEXT NOT NULL UNIQUE,
  story    INTEGER NOT NULL REFERENCES stories,
  place    INTEGER NOT NULL,
  kind     TEXT NOT NULL,
  status   TEXT NOT NULL,
  level    TEXT NOT NULL,
  origins  INTEGER NOT NULL,
  reports  INTEGER NOT NULL,
  speaker  TEXT,
  earliest TEXT,
  latest   TEXT,
  summary  TEXT NOT NULL,
  words    TEXT NOT NULL,
  names    TEXT NOT NULL,
  detail   TEXT NOT NULL,
  readings TEXT NOT NULL,
  conflict TEXT,
  notes    TEXT NOT NULL
);
CREATE UNIQUE INDEX items_of_story ON items (story, place);

CREATE TABLE evidence (
  item       INTEGER NOT NULL REFERENCES items,
  place      INTEGER NOT NULL,
  report     INTEGER NOT NULL REFERENCES reports,
  version    INTEGER NOT NULL,
  origin     INTEGER NOT NULL,
  start      INTEGER NOT NULL,
  "end"      INTEGER NOT NULL,
  byte_start INTEGER NOT NULL,
  byte_end   INTEGER NOT NULL,
  PRIMARY KEY (item, place)
) WITHOUT ROWID;
CREATE INDEX evidence_in_report ON evidence (report, start);

CREATE TABLE item_entities (
  item   INTEGER NOT NULL REFERENCES items,
  entity INTEGER NOT NULL REFERENCES entities,
  role   TEXT NOT NULL,
  PRIMARY KEY (item, entity, role)
) WITHOUT ROWID;
CREATE INDEX items_of_entity ON item_entities (entity);

CREATE TABLE story_terms (
  term   INTEGER NOT NULL,
  story  INTEGER NOT NULL REFERENCES stories,
  weight REAL NOT NULL,
  PRIMARY KEY (term, story)
) WITHOUT ROWID;
CREATE INDEX terms_of_story ON story_terms (story);

CREATE TABLE inputs (
  hash  BLOB PRIMARY KEY,
  file  TEXT NOT NULL,
  batch INTEGER NOT NULL REFERENCES batches
) WITHOUT ROWID;

CREATE TABLE skipped (
  file   TEXT NOT NULL,
  line   INTEGER NOT NULL,
  reason TEXT NOT NULL,
  batch  INTEGER NOT NULL REFERENCES batches,
  PRIMARY KEY (file, line)
) WITHOUT ROWID;

CREATE TABLE redirects (
  kind TEXT NOT NULL,
  old  TEXT NOT NULL,
  new  TEXT NOT NULL,
  PRIMARY KEY (kind, old)
) WITHOUT ROWID;
CREATE INDEX redirects_to ON redirects (kind, new);

CREATE TABLE amendments (
  amendment INTEGER PRIMARY KEY,
  batch     INTEGER NOT NULL REFERENCES batches,
  kind      TEXT NOT NULL,
  id        TEXT NOT NULL,
  what      TEXT NOT NULL,
  into_id   TEXT
);
CREATE INDEX amendments_of ON amendments (kind, id);

CREATE VIRTUAL TABLE item_search USING fts5 (
  words, names,
  content = 'items', content_rowid = 'item',
  tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER items_added AFTER INSERT ON items BEGIN
  INSERT INTO item_search (rowid, words, names) VALUES (new.item, new.words, new.names);
END;
CREATE TRIGGER items_removed AFTER DELETE ON items BEGIN
  INSERT INTO item_search (item_search, rowid, words, names)
  VALUES ('delete', old.item, old.words, old.names);
END;

CREATE VIRTUAL TABLE sentence_search USING fts5 (
  text,
  content = 'sentences', content_rowid = 'sentence',
  tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER sentences_added AFTER INSERT ON sentences BEGIN
  INSERT INTO sentence_search (rowid, text) VALUES (new.sentence, new.text);
END;
CREATE TRIGGER sentences_removed AFTER DELETE ON sentences BEGIN
  INSERT INTO sentence_search (sentence_search, rowid, text)
  VALUES ('delete', old.sentence, old.text);
END;

CREATE VIEW cited AS
SELECT s.id AS story, i.id AS item, i.kind, i.status, r.id AS report, r.outlet, r.published,
       e.origin, e.start, e."end", substr(r.text, e.start + 1, e."end" - e.start) AS words, r.url
FROM evidence e JOIN items i USING (item) JOIN reports r USING (report)
JOIN stories s ON s.story = i.story;

CREATE VIEW statements AS
SELECT i.id, s.id AS story, i.speaker, i.summary, i.status, i.origins, i.reports,
       json_extract(i.detail, '$.occasion') AS occasion
FROM items i JOIN stories s USING (story) WHERE i.kind = 'statement';

CREATE VIEW events AS
SELECT i.id, s.id AS story, json_extract(i.detail, '$.type') AS type,
       json_extract(i.detail, '$.mode') AS mode, json_extract(i.detail, '$.realis') AS realis,
       i.earliest, i.latest, i.summary, i.status, i.origins, i.reports
FROM items i JOIN stories s USING (story) WHERE i.kind = 'event';

CREATE VIEW commitments AS
SELECT i.id, s.id AS story, json_extract(i.detail, '$.status') AS commitment_status,
       json_extract(i.detail, '$.due.value') AS due, i.earliest, i.latest,
       i.summary, i.status, i.origins, i.reports
FROM items i JOIN stories s USING (story) WHERE i.kind = 'commitment';

CREATE VIEW figures AS
SELECT i.id, s.id AS story, json_extract(i.detail, '$.value') AS value,
       json_extract(i.detail, '$.max') AS max, json_extract(i.detail, '$.unit') AS unit,
       json_extract(i.detail, '$.currency') AS currency,
       json_extract(i.detail, '$.concept') AS concept, i.summary, i.status, i.origins, i.reports
FROM items i JOIN stories s USING (story) WHERE i.kind = 'figure';
