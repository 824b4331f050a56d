-- Checksums: damage to the log, to what this copy knows of itself and to drafts is found, and which copy is the damaged one.

-- sha of an entry: over its log, id, kind, record, field, value, time, replica and parents; written when it is appended.
-- Here: a row of "commit" with its entries, of draft, of replica, or of meta. A row without a checksum, or a checksum
-- without its row, is damage, too.
CREATE TABLE checksum(
  part TEXT NOT NULL, key TEXT NOT NULL, sha TEXT NOT NULL, PRIMARY KEY(part, key)) STRICT, WITHOUT ROWID;
CREATE INDEX commit_of_id ON "commit"(id);

-- state 4, in the private tables only: an entry of the shared log that was never sent and whose record is private now.
CREATE TEMP TABLE withheld AS SELECT id FROM entry WHERE state = 0 AND (
  kind = 'goal' AND rec IN (SELECT id FROM private_goal) OR
  kind = 'step' AND rec IN (SELECT id FROM private_step) OR
  kind = 'progress' AND rec IN (SELECT id FROM private_progress) OR
  kind = 'evidence' AND rec IN (SELECT id FROM private_evidence) OR
  kind = 'response' AND rec IN (SELECT id FROM private_response) OR
  kind = 'answer' AND rec IN (SELECT id FROM private_answer));
INSERT INTO private_entry SELECT id, sha, at_ms, replica, kind, rec, field, value, 4, commit_id, import_id
  FROM entry WHERE id IN (SELECT id FROM withheld);
INSERT INTO private_entry_parent SELECT entry, parent FROM entry_parent WHERE entry IN (SELECT id FROM withheld);
DELETE FROM entry_parent WHERE entry IN (SELECT id FROM withheld);
DELETE FROM entry WHERE id IN (SELECT id FROM withheld);
DROP TABLE withheld;

UPDATE meta SET value = '3' WHERE key = 'schema_minor';
