create table team (
    id uuid primary key,
    version integer not null,
    name varchar(100) not null,
    live_name varchar(100) unique,
    source varchar(10) not null,
    disabled boolean not null,
    created_at timestamp with time zone not null,
    retired_at timestamp with time zone
);

create table provider (
    id uuid primary key,
    version integer not null,
    name varchar(100) not null,
    live_name varchar(100) unique,
    source varchar(10) not null,
    disabled boolean not null,
    created_at timestamp with time zone not null,
    retired_at timestamp with time zone,
    dialect varchar(30) not null,
    base_url varchar(500) not null,
    proxy varchar(300),
    ca_pem varchar(100000),
    connect_timeout_ms integer,
    first_byte_timeout_ms integer,
    idle_timeout_ms integer,
    total_timeout_ms integer
);

create table credential (
    id uuid primary key,
    version integer not null,
    provider_id uuid not null references provider (id),
    name varchar(100) not null,
    live_name varchar(100),
    source varchar(10) not null,
    disabled boolean not null,
    created_at timestamp with time zone not null,
    retired_at timestamp with time zone,
    ciphertext varchar(8000) not null,
    hint varchar(8) not null,
    unique (provider_id, live_name)
);

create table model (
    id uuid primary key,
    version integer not null,
    name varchar(200) not null,
    live_name varchar(200) unique,
    source varchar(10) not null,
    disabled boolean not null,
    created_at timestamp with time zone not null,
    retired_at timestamp with time zone,
    price_input bigint,
    price_cached_input bigint,
    price_output bigint,
    price_unit bigint
);

create table deployment (
    id uuid primary key,
    version integer not null,
    model_id uuid not null references model (id),
    provider_id uuid not null references provider (id),
    provider_model varchar(200) not null,
    priority integer not null,
    weight integer not null,
    stream_only boolean not null,
    source varchar(10) not null,
    disabled boolean not null,
    created_at timestamp with time zone not null,
    retired_at timestamp with time zone,
    price_input bigint,
    price_cached_input bigint,
    price_output bigint,
    price_unit bigint
);

create table virtual_key (
    id uuid primary key,
    version integer not null,
    team_id uuid not null references team (id),
    name varchar(100) not null,
    live_name varchar(100) unique,
    source varchar(10) not null,
    disabled boolean not null,
    created_at timestamp with time zone not null,
    retired_at timestamp with time zone,
    prefix varchar(20) not null,
    hash varchar(64) not null unique,
    previous_hash varchar(64) unique,
    previous_until timestamp with time zone,
    models varchar(8000) not null,
    metrics boolean not null,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone
);

create table app_user (
    id uuid primary key,
    version integer not null,
    name varchar(100) not null,
    live_name varchar(100) unique,
    source varchar(10) not null,
    disabled boolean not null,
    created_at timestamp with time zone not null,
    retired_at timestamp with time zone,
    password_hash varchar(200) not null,
    role varchar(10) not null,
    must_change_password boolean not null,
    password_expires_at timestamp with time zone
);

create table vault_entry (
    name varchar(64) primary key,
    entry_value varchar(512) not null
);

create table usage_record (
    id uuid primary key,
    started_at timestamp with time zone not null,
    request_id varchar(128) not null,
    key_id uuid,
    team_id uuid,
    operation varchar(30) not null,
    model_asked varchar(200) not null,
    provider_id uuid,
    credential_id uuid,
    model_served varchar(200),
    status integer not null,
    outcome varchar(20) not null,
    error_code varchar(64),
    streamed boolean not null,
    attempts integer not null,
    input_tokens bigint not null,
    cached_tokens bigint not null,
    output_tokens bigint not null,
    reasoning_tokens bigint not null,
    units bigint not null,
    unit varchar(10) not null,
    usage_source varchar(10) not null,
    cost_nano bigint,
    first_byte_us bigint,
    total_us bigint not null
);
