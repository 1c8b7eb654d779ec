-- A link from a mailbox is evidence too, of less: then there is no authenticator. SQLite cannot loosen a column
-- in place.
ALTER TABLE waivers ADD COLUMN authenticator TEXT;
UPDATE waivers SET authenticator = evidence;
ALTER TABLE waivers DROP COLUMN evidence;
ALTER TABLE waivers RENAME COLUMN authenticator TO evidence;
