-- The time zone of a meeting's hour, and that of each person; the event of a calendar that a meeting is.

ALTER TABLE meeting ADD COLUMN zone TEXT;
ALTER TABLE meeting ADD COLUMN event TEXT;
ALTER TABLE meeting ADD COLUMN sequence INTEGER;
ALTER TABLE person ADD COLUMN zone TEXT;

-- Built anew from the log only where a newer program has written the field: tables tell what damage to the log has changed.
INSERT OR REPLACE INTO meta SELECT 'rebuild', 'due' WHERE EXISTS (
  SELECT 1 FROM entry WHERE kind IN ('meeting', 'person') AND field IN ('zone', 'event', 'sequence'));

UPDATE meta SET value = '6' WHERE key = 'schema_minor';
