-- Where numbers of activity come from: whom a call was with, by the portal's own link and never by a number, and activities of every kind.
alter table call
  -- 1 lead, 3 contact, 4 company: the card telephony has tied the call to.
  add column client_kind smallint,
  add column client_id bigint;
create index call_client on call (portal_id, client_kind, client_id, started_at) include (kind, code) where client_id is not null;

-- Whether a deal has a contact, by its id.
alter table deal add column contact_id bigint;

create index activity_other on activity (portal_id, kind, started_at, activity_id)
  include (responsible_id, provider, is_completed, direction) where kind <> 2;

-- So far only calls were read: histories of activities begin anew, what is known stays as it is.
alter table sync_cursor no force row level security;
update sync_cursor set state = 'waiting', position = 0, rows = 0, recent_since = null, finished_at = null
  where entity = 'activities' and direction = 'backward' and failure is null;
alter table sync_cursor force row level security;
