-- A consent says of each scope when and for which audience it was given, to which version of the texts, by whom
-- with which assurance. No database of this driver has older ones.

-- When the end of a lifetime was logged and announced.
ALTER TABLE leases ADD COLUMN expired_at BIGINT;
