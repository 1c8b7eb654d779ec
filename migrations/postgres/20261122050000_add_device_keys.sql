-- The key that a browser holds, when it last signed, and the hashed traits of the browser.
ALTER TABLE devices ADD COLUMN key_thumbprint BYTEA;
ALTER TABLE devices ADD COLUMN key_point BYTEA;
ALTER TABLE devices ADD COLUMN key_proved_at BIGINT;
ALTER TABLE devices ADD COLUMN traits_salt BYTEA;
ALTER TABLE devices ADD COLUMN traits TEXT;
ALTER TABLE devices ADD COLUMN traits_changed_at BIGINT;

CREATE UNIQUE INDEX devices_key ON devices (key_thumbprint) WHERE key_thumbprint IS NOT NULL;

-- The device whose cookie a browser showed without its key.
ALTER TABLE device_trusts ADD COLUMN succeeds identifier REFERENCES devices (id);
ALTER TABLE device_trusts ADD COLUMN key_loss TEXT;
