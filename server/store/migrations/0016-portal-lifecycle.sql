-- How a portal that comes and goes is looked after; times of machinery, by the system clock.
create table portal_lifecycle (
  portal_id bigint not null primary key,
  -- Since when a removal is told or suspected.
  reported_at timestamptz,
  -- The person who removed the application asked to delete its data too.
  wants_clean boolean not null default false,
  -- The next look at a removal or at a portal that stopped paying.
  check_at timestamptz,
  checks integer not null default 0,
  removed_at timestamptz,
  purge_at timestamptz,
  purged_at timestamptz,
  -- Since when the authorization server refuses the tokens of this portal.
  refused_since timestamptz,
  -- Last exchange that worked: our credentials were good then.
  exchanged_at timestamptz,
  -- When an address that a frame named was last asked about.
  domain_checked_at timestamptz,
  -- What of the manifest is bound in the portal, and when that was compared.
  bindings text,
  bindings_at timestamptz
);
alter table portal_lifecycle enable row level security;
alter table portal_lifecycle force row level security;
create policy own_portal on portal_lifecycle
  using (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint)
  with check (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint);
grant select, insert, update, delete on portal_lifecycle to kurs_app;
