-- In which session a person first used a device.
ALTER TABLE device_trusts ADD COLUMN first_session TEXT;
