-- When an old cookie of the device was last shown, as a copy would.
ALTER TABLE devices ADD COLUMN cookie_reused_at BIGINT;
