-- Passkeys, PINs and recovery codes beside passwords and authenticator apps.
ALTER TABLE factors ADD COLUMN name TEXT;
ALTER TABLE factors ADD COLUMN credential BYTEA;
ALTER TABLE factors ADD COLUMN device_id identifier;

CREATE UNIQUE INDEX factors_credential ON factors (credential) WHERE credential IS NOT NULL;

CREATE TABLE recovery_codes (
    hash      BYTEA PRIMARY KEY,
    factor_id identifier NOT NULL REFERENCES factors (id) ON DELETE CASCADE,
    used_at   BIGINT
);

CREATE INDEX recovery_codes_factor ON recovery_codes (factor_id);
