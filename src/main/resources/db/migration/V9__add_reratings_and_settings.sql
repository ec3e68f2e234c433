-- Exchanges of a time that were rated again at another price, by whom, and how far that has come.
create table rerating (
    id uuid primary key,
    owner_id uuid not null,
    of_deployment boolean not null,
    from_time timestamp with time zone not null,
    until_time timestamp with time zone not null,
    prices_at timestamp with time zone not null,
    asked_by varchar(100) not null,
    created_at timestamp with time zone not null,
    reached uuid not null,
    calls bigint not null,
    before_nano bigint not null,
    after_nano bigint not null,
    done_at timestamp with time zone
);

-- What an operator changed at run time: it goes before the property of that name.
create table setting (
    name varchar(100) primary key,
    setting_value varchar(4000) not null,
    changed_by varchar(100) not null,
    changed_at timestamp with time zone not null
);
