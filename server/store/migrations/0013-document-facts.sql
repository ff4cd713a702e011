-- What a portal sells with besides deals: leads, quotes, smart invoices, payments, rows of goods and their cost, tasks.
-- Ids, amounts, days and links; no titles and no texts.

-- Stages of leads (1), quotes (7) and smart invoices (31); those of deals stand in `stage`.
create table record_stage (
  portal_id bigint not null,
  owner_kind smallint not null check (owner_kind in (1, 7, 31)),
  pipeline_id bigint not null,
  stage_id text not null,
  name text not null,
  sort integer not null,
  semantics text not null check (semantics in ('P', 'S', 'F')),
  primary key (portal_id, owner_kind, stage_id)
);

create table lead (
  portal_id bigint not null,
  lead_id bigint not null,
  stage_id text not null,
  semantics text not null check (semantics in ('P', 'S', 'F')),
  source text not null,
  amount_minor bigint not null,
  currency text not null,
  base_minor bigint not null,
  responsible_id bigint not null,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  moved_at timestamptz not null,
  -- Empty while the lead is open; what it became is found by `deal.lead_id`.
  closed_at timestamptz,
  is_repeat boolean not null,
  company_id bigint,
  deleted_at timestamptz,
  primary key (portal_id, lead_id)
);
create index lead_created on lead (portal_id, created_at) include (responsible_id, semantics);
create index deal_of_lead on deal (portal_id, lead_id) where lead_id is not null;

create table quote (
  portal_id bigint not null,
  quote_id bigint not null,
  stage_id text not null,
  -- The portal does not tell it: it comes from `record_stage`.
  semantics text not null default 'P' check (semantics in ('P', 'S', 'F')),
  amount_minor bigint not null,
  tax_minor bigint not null,
  currency text not null,
  base_minor bigint not null,
  responsible_id bigint not null,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  issued_day date,
  due_day date,
  company_id bigint,
  deal_id bigint,
  lead_id bigint,
  deleted_at timestamptz,
  primary key (portal_id, quote_id)
);
create index quote_deal on quote (portal_id, deal_id) where deal_id is not null;

create table invoice (
  portal_id bigint not null,
  invoice_id bigint not null,
  pipeline_id bigint not null,
  stage_id text not null,
  semantics text not null default 'P' check (semantics in ('P', 'S', 'F')),
  amount_minor bigint not null,
  tax_minor bigint not null,
  currency text not null,
  base_minor bigint not null,
  responsible_id bigint not null,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  moved_at timestamptz not null,
  issued_day date,
  due_day date,
  company_id bigint,
  deal_id bigint,
  quote_id bigint,
  deleted_at timestamptz,
  primary key (portal_id, invoice_id)
);
create index invoice_deal on invoice (portal_id, deal_id) where deal_id is not null;
create index invoice_won on invoice (portal_id, moved_at) include (responsible_id, base_minor) where semantics = 'S';

-- Payments of orders; the order belongs to a deal (2) or a smart invoice (31).
create table payment (
  portal_id bigint not null,
  payment_id bigint not null,
  order_id bigint not null,
  owner_kind smallint,
  owner_id bigint,
  amount_minor bigint not null,
  currency text not null,
  base_minor bigint not null,
  -- Empty while nobody has paid.
  paid_at timestamptz,
  -- Day on which the money went back.
  returned_day date,
  deleted_at timestamptz,
  primary key (portal_id, payment_id)
);
create index payment_owner on payment (portal_id, owner_kind, owner_id);
create index payment_paid on payment (portal_id, paid_at) where paid_at is not null;
create index payment_returned on payment (portal_id, returned_day) where returned_day is not null;

create table product_row (
  portal_id bigint not null,
  row_id bigint not null,
  deal_id bigint not null,
  -- Empty for a row that is not from the catalogue.
  product_id bigint,
  quantity numeric(20, 4) not null,
  -- Sums of the row in the currency of the deal: with tax, without tax, and what the discount took off.
  gross_minor bigint not null,
  net_minor bigint not null,
  discount_minor bigint not null,
  -- Day of the portal on which our copy got the row.
  seen_day date not null,
  primary key (portal_id, row_id)
);
create index product_row_deal on product_row (portal_id, deal_id);
create index product_row_product on product_row (portal_id, product_id) where product_id is not null;

create table product (
  portal_id bigint not null,
  product_id bigint not null,
  -- The product whose variation this is; section and brand stand there.
  parent_id bigint,
  section_id bigint,
  brand text,
  primary key (portal_id, product_id)
);

-- What products cost to buy, from the day we saw the price on until the next row.
create table product_price (
  portal_id bigint not null,
  product_id bigint not null,
  day date not null,
  -- Empty when the portal keeps no price any more.
  price numeric(24, 10),
  currency text not null,
  primary key (portal_id, product_id, day)
);

create table task (
  portal_id bigint not null,
  task_id bigint not null,
  responsible_id bigint not null,
  -- 2 waits, 3 runs, 4 awaits control, 5 is completed, 6 is deferred.
  status smallint not null,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  deadline timestamptz,
  closed_at timestamptz,
  deleted_at timestamptz,
  primary key (portal_id, task_id)
);
create index task_responsible on task (portal_id, responsible_id, deadline);

-- Records of the CRM that a task is about: 1 lead, 2 deal, 3 contact, 4 company, 7 quote, 31 smart invoice, or a type of the portal's own.
create table task_link (
  portal_id bigint not null,
  task_id bigint not null,
  owner_kind integer not null,
  owner_id bigint not null,
  primary key (portal_id, task_id, owner_kind, owner_id)
);
create index task_link_owner on task_link (portal_id, owner_kind, owner_id);

-- Rates as the portal had them on a day: `per_units` of the currency cost `rate` of the base currency.
create table currency_rate (
  portal_id bigint not null,
  currency text not null,
  day date not null,
  rate numeric(24, 10) not null,
  per_units numeric(24, 10) not null,
  digits smallint not null,
  primary key (portal_id, currency, day)
);

do $$
declare
  name text;
begin
  foreach name in array array[
    'record_stage', 'lead', 'quote', 'invoice', 'payment', 'product_row', 'product', 'product_price', 'task', 'task_link', 'currency_rate'
  ] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy own_portal on %I using (portal_id = nullif(current_setting(''app.portal_id'', true), '''')::bigint) with check (portal_id = nullif(current_setting(''app.portal_id'', true), '''')::bigint)',
      name
    );
    execute format('grant select, insert, update, delete on %I to kurs_app', name);
  end loop;
end
$$;
