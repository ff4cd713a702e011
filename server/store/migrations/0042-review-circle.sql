-- What was talked about with one person: bound to the person, a day and mostly a number. A correction is a revision; nothing is rewritten.
create table talk_note (
  portal_id bigint not null,
  note_id uuid not null,
  revision integer not null check (revision > 0),
  -- Whom it is about.
  user_id bigint not null,
  author_id bigint not null,
  kind text not null check (kind in ('one-to-one', 'coaching')),
  day date not null,
  -- Null where the talk was about no number in particular.
  metric text,
  -- The decision that asked for the talk.
  action_id uuid,
  text text not null,
  -- What the two have agreed upon; empty where nothing.
  agreed text not null,
  written_at timestamptz not null,
  primary key (portal_id, note_id, revision)
);
create index talk_note_person on talk_note (portal_id, user_id);

-- Names and places of causes in the catalogue as people have changed them, those of the product included; the last revision holds.
create table review_cause_change (
  portal_id bigint not null,
  cause_id text not null,
  revision integer not null check (revision > 0),
  -- Null leaves the name as it was made.
  name text,
  is_archived boolean not null,
  changed_at timestamptz not null,
  changed_by bigint not null,
  primary key (portal_id, cause_id, revision)
);

-- A name is free again once its cause is called otherwise; who adds or renames one looks under a lock.
drop index review_cause_name;

do $$
declare
  name text;
begin
  foreach name in array array['talk_note', 'review_cause_change'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy own_portal on %I using (portal_id = nullif(current_setting(''app.portal_id'', true), '''')::bigint) with check (portal_id = nullif(current_setting(''app.portal_id'', true), '''')::bigint)',
      name
    );
    execute format('grant select, insert, delete on %I to kurs_app', name);
  end loop;
end
$$;
