-- Append-only tables: the owner could drop these triggers, so they are a guard, and the hash chain is the proof.
create function refuse_rewrite() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end
$$;

create function refuse_gap() returns trigger language plpgsql as $$
declare
  last_sequence bigint;
  last_hash text;
begin
  select sequence, entry_hash into last_sequence, last_hash
    from ledger_entry where portal_id = new.portal_id order by sequence desc limit 1;
  if new.sequence <> coalesce(last_sequence, 0) + 1 or new.previous_hash <> coalesce(last_hash, repeat('0', 64)) then
    raise exception 'ledger entry % does not continue the chain', new.sequence using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;

do $$
declare
  name text;
begin
  foreach name in array array['ledger_entry', 'signature', 'plan_version', 'plan_line', 'plan_sheet'] loop
    execute format('create trigger %I before update or delete on %I for each row execute function refuse_rewrite()', name || '_append_only', name);
    execute format('create trigger %I before truncate on %I for each statement execute function refuse_rewrite()', name || '_keep', name);
    execute format('alter table %I enable always trigger %I', name, name || '_append_only');
    execute format('alter table %I enable always trigger %I', name, name || '_keep');
  end loop;
end
$$;
create trigger ledger_entry_chain before insert on ledger_entry for each row execute function refuse_gap();
alter table ledger_entry enable always trigger ledger_entry_chain;

-- The bare cast of an unset setting raises on some servers, hence nullif.
do $$
declare
  name text;
begin
  for name in
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'portal_id' and not a.attisdropped
    where n.nspname = current_schema() and c.relkind = 'r' and c.relname <> 'portal_directory'
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy own_portal on %I using (portal_id = nullif(current_setting(''app.portal_id'', true), '''')::bigint) with check (portal_id = nullif(current_setting(''app.portal_id'', true), '''')::bigint)',
      name
    );
    if name in ('ledger_entry', 'signature', 'plan_version', 'plan_line', 'plan_sheet') then
      execute format('grant select, insert on %I to kurs_app', name);
    else
      execute format('grant select, insert, update, delete on %I to kurs_app', name);
    end if;
  end loop;
end
$$;
grant select, insert on portal_directory to kurs_app;
