-- Since when a passkey may have been copied: it answered as if there were two of it.
ALTER TABLE factors ADD COLUMN compromised_at INTEGER;
