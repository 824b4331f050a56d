-- Forms that the office asks of this book, pauses of the year, and answers as the partner told them.

CREATE TABLE asked_form(
  id BLOB PRIMARY KEY, cycle BLOB, key TEXT, title TEXT, recipient TEXT, instead_of TEXT, text TEXT, archived INT
) STRICT, WITHOUT ROWID;
CREATE TABLE pause(id BLOB PRIMARY KEY, cycle BLOB, start TEXT, "end" TEXT, reason TEXT, extends INT, archived INT)
  STRICT, WITHOUT ROWID;
ALTER TABLE answer ADD COLUMN told TEXT;
ALTER TABLE private_answer ADD COLUMN told TEXT;

-- Built anew from the log only where a newer program has written the field: tables tell what damage to the log has changed.
INSERT OR REPLACE INTO meta SELECT 'rebuild', 'due' WHERE EXISTS (
  SELECT 1 FROM entry WHERE kind IN ('asked_form', 'pause') OR kind = 'answer' AND field = 'told');

UPDATE meta SET value = '7' WHERE key = 'schema_minor';
