-- Who is told when something is wrong, about what, and what was told. In alert_channel the address and the secret are
-- encrypted; shown is what may be shown of the address.

create table alert_channel (
    id uuid primary key,
    version integer not null,
    name varchar(100) not null,
    live_name varchar(100) unique,
    source varchar(10) not null,
    disabled boolean not null,
    created_at timestamp with time zone not null,
    retired_at timestamp with time zone,
    kind varchar(20) not null,
    language varchar(10) not null,
    shown varchar(300) not null,
    address_ciphertext varchar(16000),
    secret_ciphertext varchar(16000),
    mail_host varchar(255),
    mail_port integer,
    mail_security varchar(10),
    mail_user varchar(300),
    mail_sender varchar(300),
    mail_recipients varchar(4000)
);

-- What is set of a rule; a rule without a row is as it comes. Channels are ids with commas between, absent for all.
create table alert_rule (
    id uuid primary key,
    version integer not null,
    name varchar(100) not null,
    live_name varchar(100) unique,
    source varchar(10) not null,
    disabled boolean not null,
    created_at timestamp with time zone not null,
    retired_at timestamp with time zone,
    threshold integer not null,
    window_minutes integer not null,
    least integer not null,
    repeat_minutes integer not null,
    channels varchar(4000)
);

-- Absent over_at: it still lasts. Absent said_at: nobody was told. Facts stand in lines.
create table alert (
    id uuid primary key,
    alert_key varchar(300) not null,
    rule varchar(30) not null,
    subject_kind varchar(20) not null,
    subject_id uuid,
    subject_within uuid,
    subject_name varchar(300) not null,
    facts varchar(2000) not null,
    began_at timestamp with time zone not null,
    seen_at timestamp with time zone not null,
    said_at timestamp with time zone,
    notice_id uuid,
    over_at timestamp with time zone
);
create index alert_over on alert (over_at);

create table alert_mute (
    id uuid primary key,
    rule varchar(30),
    alert_key varchar(300),
    label varchar(300) not null,
    until timestamp with time zone not null,
    muted_by varchar(100) not null,
    created_at timestamp with time zone not null
);

create table alert_delivery (
    id uuid primary key,
    notice_id uuid not null,
    channel_id uuid not null,
    channel_name varchar(100) not null,
    turn varchar(10) not null,
    rule varchar(30) not null,
    subjects varchar(1000) not null,
    state varchar(10) not null,
    tries integer not null,
    detail varchar(500) not null,
    created_at timestamp with time zone not null,
    ended_at timestamp with time zone
);

create view alert_channel_view as
select id, version, name, live_name, source, disabled, created_at, retired_at, kind, language, shown, mail_host,
    mail_port, mail_security, mail_sender
from alert_channel;
