-- Who was responsible, what a deal was worth and when it should close on a past day: Bitrix24 keeps none of it,
-- so every change is kept from the moment we saw it. A deal that never changed has no rows here.

alter table deal add column first_seen_at timestamptz;
-- Forced row-level security would hide every row from the owner, who has no portal.
alter table deal no force row level security;
alter table sync_cursor no force row level security;
update deal set first_seen_at = coalesce(
  (select c.finished_at from sync_cursor c where c.portal_id = deal.portal_id and c.entity = 'deals'),
  modified_at
);
alter table deal force row level security;
alter table sync_cursor force row level security;
alter table deal alter column first_seen_at set not null;

create table deal_version (
  portal_id bigint not null,
  deal_id bigint not null,
  -- When we saw the deal like this; the next version of the deal ends it.
  seen_at timestamptz not null,
  pipeline_id bigint not null,
  stage_id text not null,
  semantics text not null check (semantics in ('P', 'S', 'F')),
  amount_minor bigint not null,
  currency text not null,
  base_minor bigint not null,
  responsible_id bigint not null,
  close_day date,
  is_gone boolean not null,
  primary key (portal_id, deal_id, seen_at)
);

alter table deal_version enable row level security;
alter table deal_version force row level security;
create policy own_portal on deal_version
  using (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint)
  with check (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint);
grant select, insert, update, delete on deal_version to kurs_app;
