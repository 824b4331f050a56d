-- Leaner: ids are 16 bytes and checksums 32, a change names its parents itself, and the search index keeps no text.

-- The log. rowid: nothing refers to it. parents: the ids of the entries it replaces, one after the other, in ascending order.
-- head: 1 while no entry names this one as a parent, so that the present state is found without the past.
-- commit_id: "commit".n. value: JSON; a long one is compressed (raw deflate) and a BLOB.
ALTER TABLE entry RENAME TO old_entry;
CREATE TABLE entry(
  id BLOB NOT NULL, sha BLOB, at_ms INTEGER NOT NULL, replica BLOB NOT NULL, kind TEXT NOT NULL, rec BLOB NOT NULL,
  field TEXT NOT NULL, parents BLOB, state INTEGER NOT NULL, head INT NOT NULL, commit_id INTEGER, import_id INTEGER,
  value ANY NOT NULL) STRICT;
INSERT INTO entry SELECT
    coalesce(unhex(id), CAST(id AS BLOB)), unhex(sha), at_ms, coalesce(unhex(replica), CAST(replica AS BLOB)), kind,
    coalesce(unhex(rec), CAST(rec AS BLOB)), field,
    (SELECT unhex(group_concat(parent, '' ORDER BY parent)) FROM entry_parent WHERE entry = e.id), state, 1,
    (SELECT n FROM "commit" WHERE id = e.commit_id), import_id, value
  FROM old_entry AS e ORDER BY 11, rec;
DROP TABLE old_entry;
DROP TABLE entry_parent;
CREATE INDEX entry_of_record ON entry(rec, head);
CREATE INDEX entry_of_commit ON entry(commit_id) WHERE commit_id IS NOT NULL;

ALTER TABLE private_entry RENAME TO old_private_entry;
CREATE TABLE private_entry(
  id BLOB NOT NULL, sha BLOB, at_ms INTEGER NOT NULL, replica BLOB NOT NULL, kind TEXT NOT NULL, rec BLOB NOT NULL,
  field TEXT NOT NULL, parents BLOB, state INTEGER NOT NULL, head INT NOT NULL, commit_id INTEGER, import_id INTEGER,
  value ANY NOT NULL) STRICT;
INSERT INTO private_entry SELECT
    coalesce(unhex(id), CAST(id AS BLOB)), unhex(sha), at_ms, coalesce(unhex(replica), CAST(replica AS BLOB)), kind,
    coalesce(unhex(rec), CAST(rec AS BLOB)), field,
    (SELECT unhex(group_concat(parent, '' ORDER BY parent)) FROM private_entry_parent WHERE entry = e.id), state, 1,
    (SELECT n FROM "commit" WHERE id = e.commit_id), import_id, value
  FROM old_private_entry AS e ORDER BY 11, rec;
DROP TABLE old_private_entry;
DROP TABLE private_entry_parent;
CREATE INDEX private_entry_of_record ON private_entry(rec, head);
CREATE INDEX private_entry_of_commit ON private_entry(commit_id) WHERE commit_id IS NOT NULL;

ALTER TABLE checksum RENAME TO old_checksum;
CREATE TABLE checksum(
  part TEXT NOT NULL, key ANY NOT NULL, sha BLOB NOT NULL, PRIMARY KEY(part, key)) STRICT, WITHOUT ROWID;
INSERT INTO checksum SELECT part,
    CASE part
      WHEN 'commit' THEN coalesce((SELECT n FROM "commit" WHERE id = key), key)
      WHEN 'replica' THEN coalesce(unhex(key), key)
      ELSE key
    END,
    coalesce(unhex(sha), x'')
  FROM old_checksum;
DROP TABLE old_checksum;

ALTER TABLE "commit" RENAME TO old_commit;
CREATE TABLE "commit"(
  n INTEGER PRIMARY KEY, id BLOB NOT NULL, label TEXT NOT NULL, at_ms INTEGER NOT NULL, undoes BLOB, redoes BLOB,
  state INTEGER NOT NULL) STRICT;
INSERT INTO "commit" SELECT n, coalesce(unhex(id), CAST(id AS BLOB)), label, at_ms, unhex(undoes), unhex(redoes), state
  FROM old_commit;
DROP TABLE old_commit;
CREATE INDEX commit_undone ON "commit"(n) WHERE state = 1;

ALTER TABLE replica RENAME TO old_replica;
CREATE TABLE replica(
  id BLOB PRIMARY KEY, person TEXT NOT NULL, label TEXT NOT NULL, born_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO replica SELECT coalesce(unhex(id), CAST(id AS BLOB)), person, label, born_ms FROM old_replica;
DROP TABLE old_replica;

-- The projection. A BLOB is an id.
ALTER TABLE person RENAME TO old_person;
CREATE TABLE person(id BLOB PRIMARY KEY, role TEXT, name TEXT, library TEXT, email TEXT, phone TEXT, reach TEXT)
  STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO person SELECT unhex(id), role, name, library, email, phone, reach FROM old_person;
DROP TABLE old_person;
ALTER TABLE cycle RENAME TO old_cycle;
CREATE TABLE cycle(id BLOB PRIMARY KEY, programme TEXT, start TEXT, "end" TEXT, contacts_a_month INTEGER,
  meetings_a_month INTEGER, usual_minutes INTEGER, send_ahead_days INTEGER, stay TEXT, closed TEXT) STRICT,
  WITHOUT ROWID;
INSERT OR IGNORE INTO cycle SELECT unhex(id), programme, start, "end", contacts_a_month, meetings_a_month,
  usual_minutes, send_ahead_days, stay, closed FROM old_cycle;
DROP TABLE old_cycle;
ALTER TABLE milestone RENAME TO old_milestone;
CREATE TABLE milestone(id BLOB PRIMARY KEY, cycle BLOB, key TEXT, title TEXT, date TEXT, done TEXT, archived INT)
  STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO milestone SELECT unhex(id), unhex(cycle), key, title, date, done, archived FROM old_milestone;
DROP TABLE old_milestone;
ALTER TABLE goal RENAME TO old_goal;
CREATE TABLE goal(id BLOB PRIMARY KEY, title TEXT, why TEXT, measure TEXT, due TEXT, status TEXT, help TEXT, aims ANY,
  competencies ANY, "order" TEXT, opened TEXT, archived INT, private INT) STRICT;
INSERT OR IGNORE INTO goal SELECT unhex(id), title, why, measure, due, status, help, aims, competencies, "order",
  opened, archived, private FROM old_goal;
DROP TABLE old_goal;
ALTER TABLE private_goal RENAME TO old_private_goal;
CREATE TABLE private_goal(id BLOB PRIMARY KEY, title TEXT, why TEXT, measure TEXT, due TEXT, status TEXT, help TEXT,
  aims ANY, competencies ANY, "order" TEXT, opened TEXT, archived INT, private INT) STRICT;
INSERT OR IGNORE INTO private_goal SELECT unhex(id), title, why, measure, due, status, help, aims, competencies,
  "order", opened, archived, private FROM old_private_goal;
DROP TABLE old_private_goal;
ALTER TABLE step RENAME TO old_step;
CREATE TABLE step(id BLOB PRIMARY KEY, goal BLOB, title TEXT, owner TEXT, due TEXT, done TEXT, "order" TEXT, archived
  INT, private INT) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO step SELECT unhex(id), unhex(goal), title, owner, due, done, "order", archived, private FROM
  old_step;
DROP TABLE old_step;
ALTER TABLE private_step RENAME TO old_private_step;
CREATE TABLE private_step(id BLOB PRIMARY KEY, goal BLOB, title TEXT, owner TEXT, due TEXT, done TEXT, "order" TEXT,
  archived INT, private INT) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO private_step SELECT unhex(id), unhex(goal), title, owner, due, done, "order", archived, private
  FROM old_private_step;
DROP TABLE old_private_step;
ALTER TABLE progress RENAME TO old_progress;
CREATE TABLE progress(id BLOB PRIMARY KEY, goal BLOB, date TEXT, text TEXT, status TEXT, author TEXT, archived INT,
  private INT) STRICT;
INSERT OR IGNORE INTO progress SELECT unhex(id), unhex(goal), date, text, status, author, archived, private FROM
  old_progress;
DROP TABLE old_progress;
ALTER TABLE private_progress RENAME TO old_private_progress;
CREATE TABLE private_progress(id BLOB PRIMARY KEY, goal BLOB, date TEXT, text TEXT, status TEXT, author TEXT, archived
  INT, private INT) STRICT;
INSERT OR IGNORE INTO private_progress SELECT unhex(id), unhex(goal), date, text, status, author, archived, private
  FROM old_private_progress;
DROP TABLE old_private_progress;
ALTER TABLE evidence RENAME TO old_evidence;
CREATE TABLE evidence(id BLOB PRIMARY KEY, goal BLOB, title TEXT, link TEXT, date TEXT, archived INT, private INT)
  STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO evidence SELECT unhex(id), unhex(goal), title, link, date, archived, private FROM old_evidence;
DROP TABLE old_evidence;
ALTER TABLE private_evidence RENAME TO old_private_evidence;
CREATE TABLE private_evidence(id BLOB PRIMARY KEY, goal BLOB, title TEXT, link TEXT, date TEXT, archived INT, private
  INT) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO private_evidence SELECT unhex(id), unhex(goal), title, link, date, archived, private FROM
  old_private_evidence;
DROP TABLE old_private_evidence;
ALTER TABLE meeting RENAME TO old_meeting;
CREATE TABLE meeting(id BLOB PRIMARY KEY, date TEXT, time TEXT, kind TEXT, state TEXT, channel TEXT, minutes INTEGER,
  title TEXT, topics ANY, goals ANY, activities ANY, competencies ANY, resources ANY, decisions TEXT, win TEXT,
  archived INT, sent TEXT) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO meeting SELECT unhex(id), date, time, kind, state, channel, minutes, title, topics, goals,
  activities, competencies, resources, decisions, win, archived, sent FROM old_meeting;
DROP TABLE old_meeting;
ALTER TABLE note RENAME TO old_note;
CREATE TABLE note(id BLOB PRIMARY KEY, meeting BLOB, author TEXT, text TEXT) STRICT;
INSERT OR IGNORE INTO note SELECT unhex(id), unhex(meeting), author, text FROM old_note;
DROP TABLE old_note;
ALTER TABLE private_note RENAME TO old_private_note;
CREATE TABLE private_note(id BLOB PRIMARY KEY, meeting BLOB, text TEXT, feeling INTEGER) STRICT;
INSERT OR IGNORE INTO private_note SELECT unhex(id), unhex(meeting), text, feeling FROM old_private_note;
DROP TABLE old_private_note;
ALTER TABLE agenda_item RENAME TO old_agenda_item;
CREATE TABLE agenda_item(id BLOB PRIMARY KEY, meeting BLOB, text TEXT, minutes INTEGER, "order" TEXT, origin TEXT,
  subject TEXT, reason TEXT, done INT, archived INT) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO agenda_item SELECT unhex(id), unhex(meeting), text, minutes, "order", origin, subject, reason,
  done, archived FROM old_agenda_item;
DROP TABLE old_agenda_item;
ALTER TABLE action RENAME TO old_action;
CREATE TABLE action(id BLOB PRIMARY KEY, text TEXT, owner TEXT, due TEXT, done TEXT, done_note TEXT, meeting BLOB,
  agreed TEXT, archived INT) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO action SELECT unhex(id), text, owner, due, done, done_note, unhex(meeting), agreed, archived
  FROM old_action;
DROP TABLE old_action;
ALTER TABLE activity RENAME TO old_activity;
CREATE TABLE activity(id BLOB PRIMARY KEY, key TEXT, state TEXT, note TEXT, rating INTEGER, changed TEXT, title TEXT,
  about TEXT, leaves TEXT, archived INT) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO activity SELECT unhex(id), key, state, note, rating, changed, title, about, leaves, archived
  FROM old_activity;
DROP TABLE old_activity;
ALTER TABLE prompt RENAME TO old_prompt;
CREATE TABLE prompt(id BLOB PRIMARY KEY, key TEXT, used TEXT, text TEXT, why TEXT, category TEXT, archived INT)
  STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO prompt SELECT unhex(id), key, used, text, why, category, archived FROM old_prompt;
DROP TABLE old_prompt;
ALTER TABLE question RENAME TO old_question;
CREATE TABLE question(id BLOB PRIMARY KEY, text TEXT, asker TEXT, asked TEXT, meeting BLOB, answer TEXT, archived INT)
  STRICT;
INSERT OR IGNORE INTO question SELECT unhex(id), text, asker, asked, unhex(meeting), answer, archived FROM
  old_question;
DROP TABLE old_question;
ALTER TABLE list_item RENAME TO old_list_item;
CREATE TABLE list_item(id BLOB PRIMARY KEY, list TEXT, title TEXT, "by" TEXT, link TEXT, note TEXT, meeting BLOB,
  activity TEXT, added TEXT, adder TEXT, done TEXT, archived INT) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO list_item SELECT unhex(id), list, title, "by", link, note, unhex(meeting), activity, added,
  adder, done, archived FROM old_list_item;
DROP TABLE old_list_item;
ALTER TABLE private_pulse RENAME TO old_private_pulse;
CREATE TABLE private_pulse(id BLOB PRIMARY KEY, date TEXT, contact INTEGER, progress INTEGER, trust INTEGER, note
  TEXT, archived INT) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO private_pulse SELECT unhex(id), date, contact, progress, trust, note, archived FROM
  old_private_pulse;
DROP TABLE old_private_pulse;
ALTER TABLE response RENAME TO old_response;
CREATE TABLE response(id BLOB PRIMARY KEY, form TEXT, version INTEGER, cycle BLOB, role TEXT, state TEXT,
  signed_mentor TEXT, signed_mentee TEXT, exported TEXT, private INT) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO response SELECT unhex(id), form, version, unhex(cycle), role, state, signed_mentor,
  signed_mentee, exported, private FROM old_response;
DROP TABLE old_response;
ALTER TABLE private_response RENAME TO old_private_response;
CREATE TABLE private_response(id BLOB PRIMARY KEY, form TEXT, version INTEGER, cycle BLOB, role TEXT, state TEXT,
  signed_mentor TEXT, signed_mentee TEXT, exported TEXT, private INT) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO private_response SELECT unhex(id), form, version, unhex(cycle), role, state, signed_mentor,
  signed_mentee, exported, private FROM old_private_response;
DROP TABLE old_private_response;
ALTER TABLE answer RENAME TO old_answer;
CREATE TABLE answer(id BLOB PRIMARY KEY, response BLOB, field TEXT, goal BLOB, author TEXT, question TEXT, value TEXT,
  from_log INT, private INT) STRICT;
INSERT OR IGNORE INTO answer SELECT unhex(id), unhex(response), field, unhex(goal), author, question, value, from_log,
  private FROM old_answer;
DROP TABLE old_answer;
ALTER TABLE private_answer RENAME TO old_private_answer;
CREATE TABLE private_answer(id BLOB PRIMARY KEY, response BLOB, field TEXT, goal BLOB, author TEXT, question TEXT,
  value TEXT, from_log INT, private INT) STRICT;
INSERT OR IGNORE INTO private_answer SELECT unhex(id), unhex(response), field, unhex(goal), author, question, value,
  from_log, private FROM old_private_answer;
DROP TABLE old_private_answer;
CREATE INDEX meeting_by_day ON meeting(date, time, id);
CREATE INDEX meeting_planned ON meeting(id) WHERE state = 'planned';
CREATE INDEX agenda_item_of_meeting ON agenda_item(meeting);

-- What search finds; its text is in the tables of the projection alone. doc is the day shifted left by 12 bits, plus the kind
-- shifted by 7, plus a running number: newest first needs no sorting, and small steps make a small index. Where a day is full,
-- doc is one of an earlier day. day: days since the year 1.
DROP TABLE search;
DROP TABLE search_doc;
CREATE TABLE search_doc(doc INTEGER PRIMARY KEY, day INTEGER NOT NULL, rec BLOB NOT NULL) STRICT;
CREATE INDEX search_doc_of_record ON search_doc(rec);
CREATE VIRTUAL TABLE search USING fts5(
  body, title, content = '', prefix = '2',
  tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mc Mn'");
INSERT INTO search(search, rank) VALUES ('secure-delete', 1);

-- The index is to be built anew from the tables, or both from the log; until then the book counts as one of an earlier schema.
INSERT OR IGNORE INTO meta VALUES ('rebuild', 'index');

UPDATE meta SET value = '4' WHERE key = 'schema_minor';
