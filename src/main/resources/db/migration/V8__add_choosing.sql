-- How a model's deployments are chosen, by which other names it is reached, who stands in for it, and who may choose.

alter table model add column strategy varchar(20);
alter table model add column affinity boolean;
alter table model add column fallbacks varchar(2000);

alter table deployment add column tags varchar(1000);
alter table provider add column tags varchar(1000);

alter table virtual_key add column may_choose boolean default true not null;

create table redirect (
    id uuid primary key,
    version integer not null,
    name varchar(200) not null,
    live_name varchar(200) unique,
    source varchar(10) not null,
    disabled boolean not null,
    created_at timestamp with time zone not null,
    retired_at timestamp with time zone,
    target varchar(200) not null
);

-- What holds for models that do not say it themselves; at most one row is in use.
create table routing_default (
    id uuid primary key,
    version integer not null,
    name varchar(100) not null,
    live_name varchar(100) unique,
    source varchar(10) not null,
    disabled boolean not null,
    created_at timestamp with time zone not null,
    retired_at timestamp with time zone,
    strategy varchar(20) not null,
    affinity boolean not null
);

create or replace view virtual_key_view as
select id, version, team_id, name, live_name, source, disabled, created_at, retired_at, prefix,
    previous_until, models, metrics, expires_at, revoked_at, rpm, tpm, rpd, concurrency, budget_nano,
    budget_period, addresses, may_choose
from virtual_key;
