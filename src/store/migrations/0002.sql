-- Shared lists, the pulse, cards of the pair's own, and how a year ends.

CREATE TABLE list_item(
  id TEXT PRIMARY KEY, list TEXT, title TEXT, by TEXT, link TEXT, note TEXT, meeting TEXT, activity TEXT, added TEXT,
  adder TEXT, done TEXT, archived INT) STRICT;
CREATE TABLE private_pulse(
  id TEXT PRIMARY KEY, date TEXT, contact INTEGER, progress INTEGER, trust INTEGER, note TEXT, archived INT) STRICT;

-- A card of the pair's own carries its words itself.
ALTER TABLE prompt ADD COLUMN text TEXT;
ALTER TABLE prompt ADD COLUMN why TEXT;
ALTER TABLE prompt ADD COLUMN category TEXT;
ALTER TABLE prompt ADD COLUMN archived INT;
ALTER TABLE activity ADD COLUMN title TEXT;
ALTER TABLE activity ADD COLUMN about TEXT;
ALTER TABLE activity ADD COLUMN leaves TEXT;
ALTER TABLE activity ADD COLUMN archived INT;

ALTER TABLE meeting ADD COLUMN sent TEXT;
ALTER TABLE cycle ADD COLUMN send_ahead_days INTEGER;
ALTER TABLE cycle ADD COLUMN stay TEXT;
ALTER TABLE cycle ADD COLUMN closed TEXT;

UPDATE meta SET value = '1' WHERE key = 'schema_minor';
