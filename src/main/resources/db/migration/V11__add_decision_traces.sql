-- Why it was a call's turn, how long the request waited for it, and how it went; absent in rows of older versions.
alter table usage_attempt add column why varchar(10);
alter table usage_attempt add column waited_us bigint default 0 not null;
alter table usage_attempt add column status integer;
alter table usage_attempt add column first_byte_us bigint;

-- Who else could have answered and who was passed over, as JSON; absent where there was no choice.
alter table usage_record add column trace varchar(4000);
