-- How a provider is looked after while nobody calls it: how often, and what of it is asked for.
alter table provider add column check_seconds integer;
alter table provider add column check_path varchar(200);
