-- The Merkle tree of a ledger as each entry has left it: sealed, so that a receipt stays what it was, and enough for the next leaf.
create table ledger_tree_head (
  portal_id bigint not null,
  size bigint not null check (size > 0),
  root text not null check (root ~ '^[0-9a-f]{64}$'),
  frontier text not null,
  at timestamptz not null,
  seal text not null,
  seal_key_id text not null,
  primary key (portal_id, size),
  foreign key (portal_id, size) references ledger_entry (portal_id, sequence)
);

-- Why nothing more may be written into a ledger, and up to where it was verified the last time.
alter table ledger_head add column halted_because text;
alter table ledger_head add column halted_at timestamptz;
alter table ledger_head add column verified_at timestamptz;
alter table ledger_head add column verified_size bigint;

-- Which head of a portal stands in the public root of a day.
create table ledger_anchor (
  portal_id bigint not null,
  day text not null check (day ~ '^\d{4}-\d{2}-\d{2}$'),
  size bigint not null,
  primary key (portal_id, day),
  foreign key (portal_id, size) references ledger_tree_head (portal_id, size)
);

do $$
declare
  name text;
begin
  foreach name in array array['ledger_tree_head', 'ledger_anchor'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy own_portal on %I using (portal_id = nullif(current_setting(''app.portal_id'', true), '''')::bigint) with check (portal_id = nullif(current_setting(''app.portal_id'', true), '''')::bigint)',
      name
    );
    execute format('grant select, insert on %I to kurs_app', name);
    execute format('create trigger %I before update or delete on %I for each row execute function refuse_rewrite()', name || '_append_only', name);
    execute format('create trigger %I before truncate on %I for each statement execute function refuse_rewrite()', name || '_keep', name);
    execute format('alter table %I enable always trigger %I', name, name || '_append_only');
    execute format('alter table %I enable always trigger %I', name, name || '_keep');
  end loop;
end
$$;

-- The root over the heads of all portals, published day by day: it belongs to no portal and names none.
create table public_root (
  day text not null primary key check (day ~ '^\d{4}-\d{2}-\d{2}$'),
  leaves text not null,
  root text not null check (root ~ '^[0-9a-f]{64}$'),
  at timestamptz not null,
  seal text not null,
  seal_key_id text not null
);
create trigger public_root_append_only before update or delete on public_root for each row execute function refuse_rewrite();
create trigger public_root_keep before truncate on public_root for each statement execute function refuse_rewrite();
alter table public_root enable always trigger public_root_append_only;
alter table public_root enable always trigger public_root_keep;
grant select, insert on public_root to kurs_app;
