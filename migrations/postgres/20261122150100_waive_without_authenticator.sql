-- A link from a mailbox is evidence too, of less: then there is no authenticator.
ALTER TABLE waivers ALTER COLUMN evidence DROP NOT NULL;
