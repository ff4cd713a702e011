-- What happens to a sheet between its sending and its signature, and after it.

-- The person has reached the end of the sheet: «ознакомлен», an act of its own.
create table sheet_read (
  portal_id bigint not null,
  plan_id uuid not null,
  version integer not null,
  user_id bigint not null,
  read_at timestamptz not null,
  sequence bigint not null,
  primary key (portal_id, plan_id, version, user_id),
  foreign key (portal_id, plan_id, version, user_id) references plan_sheet (portal_id, plan_id, version, user_id),
  foreign key (portal_id, sequence) references ledger_entry (portal_id, sequence)
);

-- Messages about a sheet that the portal has taken: what was delivered, and who was reminded.
create table sheet_notice (
  portal_id bigint not null,
  outbox_id uuid not null,
  plan_id uuid not null,
  version integer not null,
  user_id bigint not null,
  kind text not null check (kind in ('issued', 'reminder', 'escalation')),
  receiver_id bigint not null,
  -- The portal's number of the message.
  notice_id text,
  sent_at timestamptz not null,
  primary key (portal_id, outbox_id),
  foreign key (portal_id, plan_id, version, user_id) references plan_sheet (portal_id, plan_id, version, user_id)
);
create index sheet_notice_sheet on sheet_notice (portal_id, plan_id, version, user_id);

-- Questions of the person and answers of a head; `user_id` is whose sheet it is.
create table sheet_message (
  portal_id bigint not null,
  message_id uuid not null,
  plan_id uuid not null,
  version integer not null,
  user_id bigint not null,
  author_id bigint not null,
  text text not null,
  written_at timestamptz not null,
  primary key (portal_id, message_id),
  foreign key (portal_id, plan_id, version, user_id) references plan_sheet (portal_id, plan_id, version, user_id)
);
create index sheet_message_sheet on sheet_message (portal_id, plan_id, version, user_id, message_id);

-- How the person spreads the target; changes until the signature, which names its hash.
create table sheet_breakdown (
  portal_id bigint not null,
  plan_id uuid not null,
  version integer not null,
  user_id bigint not null,
  breakdown text not null,
  breakdown_hash text not null check (breakdown_hash ~ '^[0-9a-f]{64}$'),
  saved_at timestamptz not null,
  primary key (portal_id, plan_id, version, user_id),
  foreign key (portal_id, plan_id, version, user_id) references plan_sheet (portal_id, plan_id, version, user_id)
);

alter table signature
  add column breakdown_hash text check (breakdown_hash ~ '^[0-9a-f]{64}$'),
  -- The last day for the talk after a refusal, or for the answer to objections.
  add column reply_before date;

-- A head's answer to objections; both texts stay.
create table objection_answer (
  portal_id bigint not null,
  plan_id uuid not null,
  version integer not null,
  user_id bigint not null,
  author_id bigint not null,
  text text not null,
  answered_at timestamptz not null,
  sequence bigint not null,
  primary key (portal_id, plan_id, version, user_id),
  foreign key (portal_id, plan_id, version, user_id) references signature (portal_id, plan_id, version, user_id),
  foreign key (portal_id, sequence) references ledger_entry (portal_id, sequence)
);

-- Acquaintance on paper: the scan stays with the company, its hash and who witnessed the act stand here.
create table paper_acknowledgement (
  portal_id bigint not null,
  plan_id uuid not null,
  version integer not null,
  user_id bigint not null,
  recorded_by bigint not null,
  scan_hash text not null check (scan_hash ~ '^[0-9a-f]{64}$'),
  witnesses jsonb not null,
  witnesses_salt text not null,
  recorded_at timestamptz not null,
  sequence bigint not null,
  primary key (portal_id, plan_id, version, user_id),
  foreign key (portal_id, plan_id, version, user_id) references plan_sheet (portal_id, plan_id, version, user_id),
  foreign key (portal_id, sequence) references ledger_entry (portal_id, sequence)
);

-- Nobody has answered in time; silence is no acceptance.
create table sheet_overdue (
  portal_id bigint not null,
  plan_id uuid not null,
  version integer not null,
  user_id bigint not null,
  noted_at timestamptz not null,
  sequence bigint not null,
  primary key (portal_id, plan_id, version, user_id),
  foreign key (portal_id, plan_id, version, user_id) references plan_sheet (portal_id, plan_id, version, user_id),
  foreign key (portal_id, sequence) references ledger_entry (portal_id, sequence)
);

-- The person's PIN as a slow hash with a salt; nothing brings the PIN back.
create table signing_pin (
  portal_id bigint not null,
  user_id bigint not null,
  salt text not null,
  hash text not null,
  -- What the hash was made with, so that later ones may cost more.
  cost integer not null,
  set_at timestamptz not null,
  wrong_tries integer not null,
  locked_until timestamptz,
  -- The last time an administrator had it forgotten: salt and hash are empty until another one is set.
  reset_at timestamptz,
  primary key (portal_id, user_id)
);

-- The agreement that makes a signature of this kind count, by its version and words.
create table agreement_acceptance (
  portal_id bigint not null,
  user_id bigint not null,
  version integer not null,
  text_hash text not null check (text_hash ~ '^[0-9a-f]{64}$'),
  accepted_at timestamptz not null,
  sequence bigint not null,
  primary key (portal_id, user_id, version),
  foreign key (portal_id, sequence) references ledger_entry (portal_id, sequence)
);

do $$
declare
  name text;
begin
  foreach name in array array['sheet_read', 'sheet_notice', 'sheet_message', 'sheet_breakdown', 'objection_answer',
    'paper_acknowledgement', 'sheet_overdue', 'signing_pin', 'agreement_acceptance'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy own_portal on %I using (portal_id = nullif(current_setting(''app.portal_id'', true), '''')::bigint) with check (portal_id = nullif(current_setting(''app.portal_id'', true), '''')::bigint)',
      name
    );
  end loop;
  foreach name in array array['sheet_read', 'sheet_notice', 'sheet_message', 'objection_answer', 'paper_acknowledgement',
    'sheet_overdue', 'agreement_acceptance'] loop
    execute format('grant select, insert on %I to kurs_app', name);
    execute format('create trigger %I before update or delete on %I for each row execute function refuse_rewrite()', name || '_append_only', name);
    execute format('create trigger %I before truncate on %I for each statement execute function refuse_rewrite()', name || '_keep', name);
    execute format('alter table %I enable always trigger %I', name, name || '_append_only');
    execute format('alter table %I enable always trigger %I', name, name || '_keep');
  end loop;
end
$$;
grant select, insert, update on sheet_breakdown to kurs_app;
grant select, insert, update, delete on signing_pin to kurs_app;
