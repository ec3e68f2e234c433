-- What a provider's preset and its settings say, and the finer parts of usage.

alter table provider add column preset varchar(60);
alter table provider add column options varchar(8000);

alter table usage_record add column cache_write_tokens bigint default 0 not null;
alter table usage_record add column audio_input_tokens bigint default 0 not null;
alter table usage_record add column audio_output_tokens bigint default 0 not null;
alter table usage_record add column losses varchar(500);
