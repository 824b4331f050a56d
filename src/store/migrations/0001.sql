-- The first shape of a book. A numbered file is never edited once released; the next change is the next file.

PRAGMA application_id = 0x4d424f4b; -- "MBOK"

-- What this copy knows of itself. Local.
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
INSERT INTO meta VALUES ('schema_major', '1'), ('schema_minor', '0');

-- Every copy of the book that ever wrote.
CREATE TABLE replica(
  id TEXT PRIMARY KEY, person TEXT NOT NULL, label TEXT NOT NULL, born_ms INTEGER NOT NULL) STRICT;

-- The log. An entry sets one field of one record; its parents are the entries it replaces.
-- field: '$del' says whether the record is there (null) or was taken back (the heads it saw); 'goals:x' is member x of a list.
-- state: 0 unsent, 1 sent, 2 received, 3 squashed. sha: set when sealed. at_ms: for display and ties, never for causality.
CREATE TABLE entry(
  id TEXT PRIMARY KEY, sha TEXT, at_ms INTEGER NOT NULL, replica TEXT NOT NULL,
  kind TEXT NOT NULL, rec TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL,
  state INTEGER NOT NULL, commit_id TEXT, import_id INTEGER) STRICT, WITHOUT ROWID;
CREATE TABLE entry_parent(
  entry TEXT NOT NULL, parent TEXT NOT NULL, PRIMARY KEY(entry, parent)) STRICT, WITHOUT ROWID;
CREATE INDEX entry_of_record ON entry(rec, field);
CREATE INDEX entry_of_commit ON entry(commit_id) WHERE commit_id IS NOT NULL;
CREATE INDEX entry_child ON entry_parent(parent);

-- The same for what never leaves this book.
CREATE TABLE private_entry(
  id TEXT PRIMARY KEY, sha TEXT, at_ms INTEGER NOT NULL, replica TEXT NOT NULL,
  kind TEXT NOT NULL, rec TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL,
  state INTEGER NOT NULL, commit_id TEXT, import_id INTEGER) STRICT, WITHOUT ROWID;
CREATE TABLE private_entry_parent(
  entry TEXT NOT NULL, parent TEXT NOT NULL, PRIMARY KEY(entry, parent)) STRICT, WITHOUT ROWID;
CREATE INDEX private_entry_of_record ON private_entry(rec, field);
CREATE INDEX private_entry_of_commit ON private_entry(commit_id) WHERE commit_id IS NOT NULL;
CREATE INDEX private_entry_child ON private_entry_parent(parent);

-- What was saved as one. Local. state: 0 in effect, 1 undone, 2 undone and overtaken by a later commit.
-- undoes, redoes: the commit that this one undid or redid.
CREATE TABLE "commit"(
  n INTEGER PRIMARY KEY, id TEXT NOT NULL, label TEXT NOT NULL, at_ms INTEGER NOT NULL,
  undoes TEXT, redoes TEXT, state INTEGER NOT NULL) STRICT;
CREATE INDEX commit_undone ON "commit"(n) WHERE state = 1;

-- Text being typed. Local.
CREATE TABLE draft(place TEXT PRIMARY KEY, text TEXT NOT NULL, at_ms INTEGER NOT NULL) STRICT;

-- Parcels that left and came. Local.
CREATE TABLE exchange(
  id INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, direction TEXT NOT NULL, file TEXT NOT NULL,
  entries INTEGER NOT NULL, set_sha TEXT NOT NULL) STRICT;

-- The projection: what screens read. A fold of the log; it can be rebuilt at any time.
-- TEXT is a string, INTEGER a number, INT yes or no, ANY a list as JSON; an empty value is NULL.
CREATE TABLE person(
  id TEXT PRIMARY KEY, role TEXT, name TEXT, library TEXT, email TEXT, phone TEXT, reach TEXT) STRICT;
CREATE TABLE cycle(
  id TEXT PRIMARY KEY, programme TEXT, start TEXT, "end" TEXT, contacts_a_month INTEGER, meetings_a_month INTEGER,
  usual_minutes INTEGER) STRICT;
CREATE TABLE milestone(
  id TEXT PRIMARY KEY, cycle TEXT, key TEXT, title TEXT, date TEXT, done TEXT, archived INT) STRICT;
CREATE TABLE goal(
  id TEXT PRIMARY KEY, title TEXT, why TEXT, measure TEXT, due TEXT, status TEXT, help TEXT, aims ANY, competencies ANY,
  "order" TEXT, opened TEXT, archived INT, private INT) STRICT;
CREATE TABLE private_goal(
  id TEXT PRIMARY KEY, title TEXT, why TEXT, measure TEXT, due TEXT, status TEXT, help TEXT, aims ANY, competencies ANY,
  "order" TEXT, opened TEXT, archived INT, private INT) STRICT;
CREATE TABLE step(
  id TEXT PRIMARY KEY, goal TEXT, title TEXT, owner TEXT, due TEXT, done TEXT, "order" TEXT, archived INT,
  private INT) STRICT;
CREATE TABLE private_step(
  id TEXT PRIMARY KEY, goal TEXT, title TEXT, owner TEXT, due TEXT, done TEXT, "order" TEXT, archived INT,
  private INT) STRICT;
CREATE TABLE progress(
  id TEXT PRIMARY KEY, goal TEXT, date TEXT, text TEXT, status TEXT, author TEXT, archived INT, private INT) STRICT;
CREATE TABLE private_progress(
  id TEXT PRIMARY KEY, goal TEXT, date TEXT, text TEXT, status TEXT, author TEXT, archived INT, private INT) STRICT;
CREATE TABLE evidence(
  id TEXT PRIMARY KEY, goal TEXT, title TEXT, link TEXT, date TEXT, archived INT, private INT) STRICT;
CREATE TABLE private_evidence(
  id TEXT PRIMARY KEY, goal TEXT, title TEXT, link TEXT, date TEXT, archived INT, private INT) STRICT;
CREATE TABLE meeting(
  id TEXT PRIMARY KEY, date TEXT, time TEXT, kind TEXT, state TEXT, channel TEXT, minutes INTEGER, title TEXT, topics ANY,
  goals ANY, activities ANY, competencies ANY, resources ANY, decisions TEXT, win TEXT, archived INT) STRICT;
CREATE INDEX meeting_by_day ON meeting(date, time, id);
CREATE INDEX meeting_planned ON meeting(id) WHERE state = 'planned';
CREATE TABLE note(id TEXT PRIMARY KEY, meeting TEXT, author TEXT, text TEXT) STRICT;
CREATE TABLE private_note(id TEXT PRIMARY KEY, meeting TEXT, text TEXT, feeling INTEGER) STRICT;
CREATE TABLE agenda_item(
  id TEXT PRIMARY KEY, meeting TEXT, text TEXT, minutes INTEGER, "order" TEXT, origin TEXT, subject TEXT, reason TEXT,
  done INT, archived INT) STRICT;
CREATE INDEX agenda_item_of_meeting ON agenda_item(meeting);
CREATE TABLE action(
  id TEXT PRIMARY KEY, text TEXT, owner TEXT, due TEXT, done TEXT, done_note TEXT, meeting TEXT, agreed TEXT,
  archived INT) STRICT;
CREATE TABLE activity(id TEXT PRIMARY KEY, key TEXT, state TEXT, note TEXT, rating INTEGER, changed TEXT) STRICT;
CREATE TABLE prompt(id TEXT PRIMARY KEY, key TEXT, used TEXT) STRICT;
CREATE TABLE question(
  id TEXT PRIMARY KEY, text TEXT, asker TEXT, asked TEXT, meeting TEXT, answer TEXT, archived INT) STRICT;
CREATE TABLE response(
  id TEXT PRIMARY KEY, form TEXT, version INTEGER, cycle TEXT, role TEXT, state TEXT, signed_mentor TEXT,
  signed_mentee TEXT, exported TEXT, private INT) STRICT;
CREATE TABLE private_response(
  id TEXT PRIMARY KEY, form TEXT, version INTEGER, cycle TEXT, role TEXT, state TEXT, signed_mentor TEXT,
  signed_mentee TEXT, exported TEXT, private INT) STRICT;
CREATE TABLE answer(
  id TEXT PRIMARY KEY, response TEXT, field TEXT, goal TEXT, author TEXT, question TEXT, value TEXT, from_log INT,
  private INT) STRICT;
CREATE TABLE private_answer(
  id TEXT PRIMARY KEY, response TEXT, field TEXT, goal TEXT, author TEXT, question TEXT, value TEXT, from_log INT,
  private INT) STRICT;

-- What search finds. doc is the day shifted left by 24 bits plus a running number, so that newest first needs no sorting.
-- place: the record that opens when a hit is chosen (the meeting of a note, the goal of a step).
CREATE TABLE search_doc(
  doc INTEGER PRIMARY KEY, kind TEXT NOT NULL, rec TEXT NOT NULL, place TEXT NOT NULL, private INT NOT NULL,
  title TEXT NOT NULL, body TEXT NOT NULL) STRICT;
CREATE INDEX search_doc_of_record ON search_doc(rec);
CREATE VIRTUAL TABLE search USING fts5(
  title, body, content = 'search_doc', content_rowid = 'doc', detail = column, prefix = '2 3 4',
  tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mc Mn'");
INSERT INTO search(search, rank) VALUES ('secure-delete', 1);
