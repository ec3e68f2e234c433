-- What things cost, and the finer parts of usage that may be priced apart.

alter table usage_record add column cache_write_1h_tokens bigint default 0 not null;
alter table usage_record add column cached_audio_tokens bigint default 0 not null;
alter table usage_record add column image_input_tokens bigint default 0 not null;
alter table usage_record add column cached_image_tokens bigint default 0 not null;
alter table usage_record add column image_output_tokens bigint default 0 not null;
alter table usage_record add column video_input_tokens bigint default 0 not null;
alter table usage_record add column cached_video_tokens bigint default 0 not null;
alter table usage_record add column video_output_tokens bigint default 0 not null;
alter table usage_record add column web_searches bigint default 0 not null;
alter table usage_record add column citation_tokens bigint default 0 not null;

-- Rows never change: another price is another row, and the one before it is retired. What a price is for is either a
-- model, or a deployment, or the models of a vendor's price list that match.
create table price (
    id uuid primary key,
    model_id uuid,
    deployment_id uuid,
    provider_kind varchar(60),
    match varchar(4000),
    rates varchar(4000) not null,
    currency varchar(3) not null,
    dollars_nano bigint not null,
    effective_from timestamp with time zone,
    effective_until timestamp with time zone,
    source varchar(10) not null,
    origin varchar(500),
    as_of date,
    created_at timestamp with time zone not null,
    retired_at timestamp with time zone
);
create index price_in_use on price (retired_at, source);

insert into price (id, model_id, rates, currency, dollars_nano, source, created_at, retired_at)
select id, id, '{' || substring(
        coalesce(',"input":' || cast(cast(cast(price_input as numeric(38, 9)) / 1000000000 as numeric(38, 9)) as varchar(60)), '')
        || coalesce(',"cached-input":' || cast(cast(cast(price_cached_input as numeric(38, 9)) / 1000000000 as numeric(38, 9)) as varchar(60)), '')
        || coalesce(',"output":' || cast(cast(cast(price_output as numeric(38, 9)) / 1000000000 as numeric(38, 9)) as varchar(60)), '')
        || coalesce(',"unit":' || cast(cast(cast(price_unit as numeric(38, 15)) / 1000000000000000 as numeric(38, 15)) as varchar(60)), '')
        from 2) || '}', 'USD', 1000000000, 'OWN', created_at, retired_at
from model
where price_input is not null or price_cached_input is not null or price_output is not null or price_unit is not null;

insert into price (id, deployment_id, rates, currency, dollars_nano, source, created_at, retired_at)
select id, id, '{' || substring(
        coalesce(',"input":' || cast(cast(cast(price_input as numeric(38, 9)) / 1000000000 as numeric(38, 9)) as varchar(60)), '')
        || coalesce(',"cached-input":' || cast(cast(cast(price_cached_input as numeric(38, 9)) / 1000000000 as numeric(38, 9)) as varchar(60)), '')
        || coalesce(',"output":' || cast(cast(cast(price_output as numeric(38, 9)) / 1000000000 as numeric(38, 9)) as varchar(60)), '')
        || coalesce(',"unit":' || cast(cast(cast(price_unit as numeric(38, 15)) / 1000000000000000 as numeric(38, 15)) as varchar(60)), '')
        from 2) || '}', 'USD', 1000000000, 'OWN', created_at, retired_at
from deployment
where price_input is not null or price_cached_input is not null or price_output is not null or price_unit is not null;

alter table model drop column price_input;
alter table model drop column price_cached_input;
alter table model drop column price_output;
alter table model drop column price_unit;
alter table deployment drop column price_input;
alter table deployment drop column price_cached_input;
alter table deployment drop column price_output;
alter table deployment drop column price_unit;
