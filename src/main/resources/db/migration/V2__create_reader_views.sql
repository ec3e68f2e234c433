-- What a reader of the database may see of the tables that hold secrets.

create view credential_view as
select id, version, provider_id, name, live_name, source, disabled, created_at, retired_at, hint
from credential;

create view virtual_key_view as
select id, version, team_id, name, live_name, source, disabled, created_at, retired_at, prefix,
    previous_until, models, metrics, expires_at, revoked_at
from virtual_key;

create view app_user_view as
select id, version, name, live_name, source, disabled, created_at, retired_at, role,
    must_change_password, password_expires_at
from app_user;
