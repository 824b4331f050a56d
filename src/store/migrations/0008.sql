-- Forms that the office asks of this book, pauses of the year, and answers as the partner told them.

CREATE TABLE asked_form(
  id TEXT PRIMARY KEY, cycle TEXT, key TEXT, title TEXT, recipient TEXT, instead_of TEXT, text TEXT, archived INT
) STRICT;
CREATE TABLE pause(id TEXT PRIMARY KEY, cycle TEXT, start TEXT, "end" TEXT, reason TEXT, archived INT) STRICT;
ALTER TABLE answer ADD COLUMN told TEXT;
ALTER TABLE private_answer ADD COLUMN told TEXT;

-- Built anew from the log only where a newer program has written the field: tables tell what damage to the log has changed.
INSERT OR REPLACE INTO meta SELECT 'rebuild', 'due' WHERE EXISTS (
  SELECT 1 FROM entry WHERE kind IN ('asked_form', 'pause') OR kind = 'answer' AND field = 'told');

UPDATE meta SET value = '7' WHERE key = 'schema_minor';
