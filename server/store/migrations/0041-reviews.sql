-- Rows of meetings about deviations: a series gives the rhythm and the regulations, each review of it has a date of its own.
create table review_series (
  portal_id bigint not null,
  series_id uuid not null,
  -- `company` or `department:ID`: whose red cells are looked at.
  scope text not null,
  name text not null,
  rhythm text not null check (rhythm in ('weekly', 'monthly', 'own')),
  -- Days from one review to the next of a rhythm of one's own.
  every_days integer check (every_days between 1 and 366),
  -- Time of the day on the portal's wall clock.
  at_time text not null,
  minutes integer not null check (minutes between 5 and 480),
  question_limit integer not null check (question_limit between 1 and 50),
  item_minutes integer not null check (item_minutes between 1 and 120),
  -- Whom preparation is asked of: the owners of red cells, or everybody of the scope.
  prepared_by text not null check (prepared_by in ('owners', 'everyone')),
  -- Hours before the review by which it has to be prepared.
  prepare_hours integer not null check (prepare_hours between 0 and 168),
  created_at timestamptz not null,
  created_by bigint not null,
  ended_at timestamptz,
  primary key (portal_id, series_id),
  check ((rhythm = 'own') = (every_days is not null))
);

create table review (
  portal_id bigint not null,
  review_id uuid not null,
  series_id uuid not null,
  planned_at timestamptz not null,
  started_at timestamptz,
  started_by bigint,
  finished_at timestamptz,
  finished_by bigint,
  -- Whose numbers these are: the month, its last closed day, and when the copy was last equal to the portal.
  month text,
  closed_day date,
  facts_at timestamptz,
  primary key (portal_id, review_id),
  foreign key (portal_id, series_id) references review_series (portal_id, series_id),
  check (finished_at is null or started_at is not null)
);
create index review_of_series on review (portal_id, series_id, planned_at);
-- One review of a series lies ahead at a time.
create unique index review_ahead on review (portal_id, series_id) where finished_at is null;

-- The agenda as it was at the start. Nobody may change it, numbers included: the application has no right to.
create table review_item (
  portal_id bigint not null,
  review_id uuid not null,
  -- `cell:METRIC:SCOPE:MONTH`, `decision:ID` or `question:ID`.
  subject text not null,
  position integer not null,
  kind text not null check (kind in ('decision', 'cell', 'question')),
  owner_id bigint,
  -- Numbers of a cell; empty otherwise.
  numbers jsonb,
  primary key (portal_id, review_id, subject),
  foreign key (portal_id, review_id) references review (portal_id, review_id)
);
create index review_item_subject on review_item (portal_id, subject);

-- Which item was turned to and when; the last turn is what is being talked about, and the time between two is what an item took.
create table review_turn (
  portal_id bigint not null,
  review_id uuid not null,
  turn integer not null,
  subject text,
  at timestamptz not null,
  by_id bigint not null,
  primary key (portal_id, review_id, turn),
  foreign key (portal_id, review_id) references review (portal_id, review_id)
);

create table review_question (
  portal_id bigint not null,
  review_id uuid not null,
  question_id uuid not null,
  text text not null,
  asked_at timestamptz not null,
  asked_by bigint not null,
  primary key (portal_id, review_id, question_id),
  foreign key (portal_id, review_id) references review (portal_id, review_id)
);

-- Everything anybody has written into a field, each writing once. One with a revision was the field's text from then on; one without
-- came upon a text that its author had not seen, and stands beside it until somebody settles it.
create table review_text (
  portal_id bigint not null,
  review_id uuid not null,
  subject text not null,
  field text not null,
  write_id uuid not null,
  base integer not null,
  revision integer,
  value text not null,
  written_at timestamptz not null,
  written_by bigint not null,
  settled_at timestamptz,
  primary key (portal_id, review_id, subject, field, write_id),
  foreign key (portal_id, review_id) references review (portal_id, review_id)
);
create unique index review_text_revision on review_text (portal_id, review_id, subject, field, revision) where revision is not null;
create index review_text_subject on review_text (portal_id, subject, field);

-- Causes that the company has added to those that come with the product.
create table review_cause (
  portal_id bigint not null,
  cause_id uuid not null,
  name text not null,
  created_at timestamptz not null,
  created_by bigint not null,
  primary key (portal_id, cause_id)
);
create unique index review_cause_name on review_cause (portal_id, lower(name));

do $$
declare
  name text;
begin
  foreach name in array array['review_series', 'review', 'review_item', 'review_turn', 'review_question', 'review_text', 'review_cause'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy own_portal on %I using (portal_id = nullif(current_setting(''app.portal_id'', true), '''')::bigint) with check (portal_id = nullif(current_setting(''app.portal_id'', true), '''')::bigint)',
      name
    );
    execute format('grant select, insert, delete on %I to kurs_app', name);
  end loop;
  foreach name in array array['review_series', 'review', 'review_text'] loop
    execute format('grant update on %I to kurs_app', name);
  end loop;
end
$$;
