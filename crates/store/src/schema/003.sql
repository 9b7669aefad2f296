-- What editors did: each act for itself, so that it can be undone.

CREATE TABLE edits (
  edit   INTEGER PRIMARY KEY,
  batch  INTEGER NOT NULL REFERENCES batches,
  kind   TEXT NOT NULL,
  what   TEXT NOT NULL,
  told   TEXT NOT NULL,
  before TEXT NOT NULL,
  why    TEXT,
  undone INTEGER REFERENCES batches
);
