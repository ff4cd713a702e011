-- Whether people know the plans they have signed; results never change a signature.

-- Questions of the portal's own, about the product or the clients; one that was asked stays as it was, another takes its place.
create table quiz_own_question (
  portal_id bigint not null,
  question_id uuid not null,
  -- Whom it is asked: `company` or `department:ID`.
  scope text not null,
  topic text not null check (topic in ('product', 'client')),
  text text not null,
  options jsonb not null,
  right_option integer not null,
  created_at timestamptz not null,
  created_by bigint not null,
  archived_at timestamptz,
  primary key (portal_id, question_id)
);

-- One try of one person about one signed sheet, with its questions as they were asked.
create table quiz_attempt (
  portal_id bigint not null,
  attempt_id uuid not null,
  plan_id uuid not null,
  version integer not null,
  user_id bigint not null,
  -- Counts all tries about the sheet; a round begins anew with each repeat.
  number integer not null,
  round integer not null,
  questions jsonb not null,
  started_at timestamptz not null,
  answers jsonb,
  right_count integer,
  is_passed boolean,
  answered_at timestamptz,
  primary key (portal_id, attempt_id),
  unique (portal_id, plan_id, version, user_id, number),
  foreign key (portal_id, plan_id, version, user_id) references signature (portal_id, plan_id, version, user_id)
);

-- A head has somebody answer once more.
create table quiz_repeat (
  portal_id bigint not null,
  repeat_id uuid not null,
  plan_id uuid not null,
  version integer not null,
  user_id bigint not null,
  given_by bigint not null,
  given_at timestamptz not null,
  primary key (portal_id, repeat_id),
  foreign key (portal_id, plan_id, version, user_id) references signature (portal_id, plan_id, version, user_id)
);
create index quiz_repeat_sheet on quiz_repeat (portal_id, plan_id, version, user_id);

do $$
declare
  name text;
begin
  foreach name in array array['quiz_own_question', 'quiz_attempt', 'quiz_repeat'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy own_portal on %I using (portal_id = nullif(current_setting(''app.portal_id'', true), '''')::bigint) with check (portal_id = nullif(current_setting(''app.portal_id'', true), '''')::bigint)',
      name
    );
  end loop;
end
$$;
grant select, insert, update, delete on quiz_own_question, quiz_attempt to kurs_app;
grant select, insert, delete on quiz_repeat to kurs_app;
