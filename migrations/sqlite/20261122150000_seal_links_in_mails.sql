-- The token of a one-time link, sealed, until the mail is handed over or given up.
ALTER TABLE mails ADD COLUMN link BLOB;
