-- A meeting's link, or the number to call.

ALTER TABLE meeting ADD COLUMN link TEXT;

-- Built anew from the log only where a newer program has written the field: tables tell what damage to the log has changed.
INSERT OR REPLACE INTO meta SELECT 'rebuild', 'due' WHERE EXISTS (
  SELECT 1 FROM entry WHERE kind = 'meeting' AND field = 'link');

UPDATE meta SET value = '5' WHERE key = 'schema_minor';
