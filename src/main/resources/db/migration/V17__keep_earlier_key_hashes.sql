-- The hashes of a key's secrets before the previous one, and until when each is accepted.
alter table virtual_key add column earlier_hash varchar(400);
