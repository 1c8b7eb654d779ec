-- When the key of a device became its own: what is older than a new device may vouch for it. Of those there are, that
-- is known to be no later than their last proof.
ALTER TABLE devices ADD COLUMN key_bound_at BIGINT;
UPDATE devices SET key_bound_at = key_proved_at WHERE key_thumbprint IS NOT NULL;
