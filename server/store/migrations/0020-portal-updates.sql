-- What a portal is said to have been told of an update: kept before the event is answered, and gone once it is proven or refuted.
-- Times of machinery.
create table portal_update (
  portal_id bigint not null,
  -- A fingerprint of all that the event brings: the same event told twice is one row.
  update_id text not null,
  -- A fingerprint of the address it came from: nobody takes the place of another one's.
  sender text not null,
  application_token_fingerprint text not null,
  server_endpoint text not null,
  -- Ciphertext only.
  refresh_token text not null,
  told_at timestamptz not null,
  attempts integer not null default 0,
  -- When it is looked into; while somebody does, when somebody else may.
  check_at timestamptz not null,
  primary key (portal_id, update_id)
);
alter table portal_update enable row level security;
alter table portal_update force row level security;
create policy own_portal on portal_update
  using (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint)
  with check (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint);
grant select, insert, update, delete on portal_update to kurs_app;
