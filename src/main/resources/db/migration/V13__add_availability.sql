-- How each provider's calls ended, by the quarters of an hour in which their exchanges began. Calls that failed stand
-- here also when another provider gave the answer, which the sums by hour do not tell.

create table provider_quarter (
    starts_at timestamp with time zone not null,
    provider_id uuid not null,
    calls bigint not null,
    failed bigint not null,
    refused bigint not null,
    primary key (starts_at, provider_id)
);
