-- How many tokens a model takes, request and answer together; absent where only the kind of its provider may know.

alter table model add column context_window integer;
