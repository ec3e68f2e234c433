-- How streamed answers reach a team: absent or LIVE as they come, SAFE when they are complete.

alter table team add column stream_mode varchar(10);
