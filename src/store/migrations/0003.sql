-- Search ranks whole phrases, counts its hits by kind, and knows what was put away.

DROP TABLE search;
DROP TABLE search_doc;

-- What search finds. doc is the day shifted left by 32 bits, plus the kind shifted by 24, plus a running number: newest
-- first needs no sorting, and counting by kind no look at the texts.
-- place: what opens when a hit is chosen (the meeting of a note, the goal of a step).
CREATE TABLE search_doc(
  doc INTEGER PRIMARY KEY, rec TEXT NOT NULL, place TEXT NOT NULL, private INT NOT NULL, put_away INT NOT NULL,
  title TEXT NOT NULL, body TEXT NOT NULL) STRICT;
CREATE INDEX search_doc_of_record ON search_doc(rec);
CREATE INDEX search_doc_of_place ON search_doc(place) WHERE place <> rec;
CREATE VIRTUAL TABLE search USING fts5(
  title, body, content = 'search_doc', content_rowid = 'doc', prefix = '2 3 4',
  tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mc Mn'");
INSERT INTO search(search, rank) VALUES ('secure-delete', 1);

-- Tables and index are to be built anew from the log; until then the book counts as one of an earlier shape.
INSERT INTO meta VALUES ('rebuild', 'due');

UPDATE meta SET value = '2' WHERE key = 'schema_minor';
