-- A consent says of each scope when and for which audience it was given, to which version of the texts, by whom
-- with which assurance. Nothing of that is known of older ones: they keep what is in use and are asked again.
UPDATE consents SET scopes = (
    SELECT json_group_object(key, json_object('at', value, 'policy_at', value, 'resource', '', 'texts', NULL, 'acr', '0'))
    FROM json_each(consents.scopes)
);

-- When the end of a lifetime was logged and announced.
ALTER TABLE leases ADD COLUMN expired_at INTEGER;
