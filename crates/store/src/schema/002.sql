-- Why items are one, what marked each piece of evidence, and what editors did.
-- What was written before says nothing of it until its story is drawn up anew.

ALTER TABLE items ADD COLUMN joins TEXT NOT NULL DEFAULT '[]';
ALTER TABLE items ADD COLUMN nearest TEXT;
ALTER TABLE evidence ADD COLUMN marked_by TEXT NOT NULL DEFAULT 'unknown';
ALTER TABLE stories ADD COLUMN edits TEXT NOT NULL DEFAULT '[]';

UPDATE items SET detail = json_set(detail, '$.attitude', 'statement')
WHERE kind = 'statement';
