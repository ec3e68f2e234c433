-- How much of anything may be used: requests, tokens and money. An absent number is no limit.

alter table virtual_key add column rpm bigint;
alter table virtual_key add column tpm bigint;
alter table virtual_key add column rpd bigint;
alter table virtual_key add column concurrency bigint;
alter table virtual_key add column budget_nano bigint;
alter table virtual_key add column budget_period varchar(10);
alter table virtual_key add column addresses varchar(2000);

alter table team add column rpm bigint;
alter table team add column tpm bigint;
alter table team add column rpd bigint;
alter table team add column concurrency bigint;
alter table team add column budget_nano bigint;
alter table team add column budget_period varchar(10);
alter table team add column queue_length integer;

alter table provider add column rpm bigint;
alter table provider add column tpm bigint;
alter table provider add column rpd bigint;
alter table provider add column concurrency bigint;

alter table credential add column rpm bigint;
alter table credential add column tpm bigint;
alter table credential add column rpd bigint;
alter table credential add column concurrency bigint;

alter table deployment add column rpm bigint;
alter table deployment add column tpm bigint;
alter table deployment add column rpd bigint;
alter table deployment add column concurrency bigint;

create or replace view virtual_key_view as
select id, version, team_id, name, live_name, source, disabled, created_at, retired_at, prefix,
    previous_until, models, metrics, expires_at, revoked_at, rpm, tpm, rpd, concurrency, budget_nano,
    budget_period, addresses
from virtual_key;

create or replace view credential_view as
select id, version, provider_id, name, live_name, source, disabled, created_at, retired_at, hint, rpm, tpm,
    rpd, concurrency
from credential;
