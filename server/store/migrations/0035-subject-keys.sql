-- What people said and what names them is sealed with a key of the person it is about: without the key nobody reads it again,
-- and hashes, seals and numbers stay as they were signed.
create table subject_key (
  portal_id bigint not null,
  user_id bigint not null,
  key_id uuid not null,
  -- Under the key of stored secrets, which the database never sees.
  sealed_key text not null,
  created_at timestamptz not null,
  primary key (portal_id, user_id),
  unique (portal_id, key_id)
);

-- Whose key was destroyed, by whom and why; somebody who came back may be here twice.
create table erasure (
  portal_id bigint not null,
  sequence bigint not null,
  user_id bigint not null,
  basis text not null check (basis in ('request', 'term', 'other')),
  -- The paper it rests on; no names.
  reference text not null,
  -- The day until which the evidence was to be kept; null without sheets.
  kept_until date,
  is_early boolean not null,
  erased_by bigint not null,
  erased_at timestamptz not null,
  primary key (portal_id, sequence),
  foreign key (portal_id, sequence) references ledger_entry (portal_id, sequence)
);
create index erasure_person on erasure (portal_id, user_id);

-- Rows from before there were keys may be sealed once, their salt within; nothing else about them changes.
create function refuse_rewrite_but_sealing() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE'
    and (to_jsonb(new) - tg_argv) = (to_jsonb(old) - tg_argv)
    and left(to_jsonb(old) ->> tg_argv[0], 3) <> 's1.'
    and left(to_jsonb(new) ->> tg_argv[0], 3) = 's1.' then
    return new;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end
$$;

do $$
declare
  sealed record;
  name text;
begin
  for sealed in
    select * from (values ('plan_sheet', 'human_text'), ('signature', 'text'), ('sheet_message', 'text'),
      ('objection_answer', 'text'), ('paper_acknowledgement', 'witnesses')) as known (of_table, of_column)
  loop
    execute format('drop trigger %I on %I', sealed.of_table || '_append_only', sealed.of_table);
    execute format('create trigger %I before update or delete on %I for each row execute function refuse_rewrite_but_sealing(%L, %L)',
      sealed.of_table || '_append_only', sealed.of_table, sealed.of_column, sealed.of_column || '_salt');
    execute format('alter table %I enable always trigger %I', sealed.of_table, sealed.of_table || '_append_only');
    execute format('grant update (%I) on %I to kurs_app', sealed.of_column, sealed.of_table);
  end loop;
  foreach name in array array['subject_key', 'erasure'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy own_portal on %I using (portal_id = nullif(current_setting(''app.portal_id'', true), '''')::bigint) with check (portal_id = nullif(current_setting(''app.portal_id'', true), '''')::bigint)',
      name
    );
  end loop;
end
$$;
grant update (witnesses_salt) on paper_acknowledgement to kurs_app;
grant select, insert, update, delete on subject_key to kurs_app;
grant select, insert on erasure to kurs_app;
create trigger erasure_append_only before update or delete on erasure for each row execute function refuse_rewrite();
create trigger erasure_keep before truncate on erasure for each statement execute function refuse_rewrite();
alter table erasure enable always trigger erasure_append_only;
alter table erasure enable always trigger erasure_keep;
