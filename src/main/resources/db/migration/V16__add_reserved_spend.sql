-- What budgets were charged for exchanges whose cost nobody knows, so that a restart does not give it back. Kept as long
-- as the sums of days, since a budget may be for good; taken away when the exchange is rated again.

create table usage_reserved (
    record_id uuid primary key,
    started_at timestamp with time zone not null,
    key_id uuid,
    team_id uuid,
    nano bigint not null
);

create index usage_reserved_time on usage_reserved (started_at);
