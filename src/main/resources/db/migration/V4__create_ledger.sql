-- The ledger beside its rows: the calls each exchange made, sums of rows, and how far the journal has been read.

create table usage_attempt (
    record_id uuid not null,
    number integer not null,
    started_at timestamp with time zone not null,
    deployment_id uuid,
    provider_id uuid,
    credential_id uuid,
    model varchar(200),
    price_id uuid,
    outcome varchar(20) not null,
    error_code varchar(64),
    total_us bigint not null,
    cost_nano bigint,
    primary key (record_id, number)
);

create table journal_position (
    name varchar(20) primary key,
    segment bigint not null,
    segment_offset bigint not null,
    record bigint not null,
    loaded bigint not null
);

-- Absent ids are the one of zeros: a key has no nulls. The histograms hold bucket:count, with commas between.
create table usage_hour (
    starts_at timestamp with time zone not null,
    team_id uuid not null,
    key_id uuid not null,
    model varchar(200) not null,
    provider_id uuid not null,
    credential_id uuid not null,
    outcome varchar(20) not null,
    requests bigint not null,
    errors bigint not null,
    attempts bigint not null,
    input_tokens bigint not null,
    cached_tokens bigint not null,
    cache_write_tokens bigint not null,
    output_tokens bigint not null,
    reasoning_tokens bigint not null,
    units bigint not null,
    cost_nano bigint not null,
    unpriced bigint not null,
    estimated bigint not null,
    first_byte varchar(2000) not null,
    total varchar(2000) not null,
    primary key (starts_at, team_id, key_id, model, provider_id, credential_id, outcome)
);

create table usage_day (
    starts_at timestamp with time zone not null,
    team_id uuid not null,
    key_id uuid not null,
    model varchar(200) not null,
    provider_id uuid not null,
    credential_id uuid not null,
    outcome varchar(20) not null,
    requests bigint not null,
    errors bigint not null,
    attempts bigint not null,
    input_tokens bigint not null,
    cached_tokens bigint not null,
    cache_write_tokens bigint not null,
    output_tokens bigint not null,
    reasoning_tokens bigint not null,
    units bigint not null,
    cost_nano bigint not null,
    unpriced bigint not null,
    estimated bigint not null,
    first_byte varchar(2000) not null,
    total varchar(2000) not null,
    primary key (starts_at, team_id, key_id, model, provider_id, credential_id, outcome)
);

create table usage_minute (
    starts_at timestamp with time zone not null,
    model varchar(200) not null,
    requests bigint not null,
    errors bigint not null,
    attempts bigint not null,
    input_tokens bigint not null,
    cached_tokens bigint not null,
    cache_write_tokens bigint not null,
    output_tokens bigint not null,
    reasoning_tokens bigint not null,
    units bigint not null,
    cost_nano bigint not null,
    unpriced bigint not null,
    estimated bigint not null,
    first_byte varchar(2000) not null,
    total varchar(2000) not null,
    primary key (starts_at, model)
);
