-- Where a waiver was given, so that blocking that device ends it. No database of this driver has older ones.
ALTER TABLE waivers ADD COLUMN given_session identifier NOT NULL;
ALTER TABLE waivers ADD COLUMN given_device identifier NOT NULL;
