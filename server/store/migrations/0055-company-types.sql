-- How clients stand by a field of companies that the portal has chosen: a row for each day on which the value was seen to be another.
create table company_type (
  portal_id bigint not null,
  -- UF_CRM_…: what another field said is kept apart.
  field text not null,
  company_id bigint not null,
  day date not null,
  -- Id of the value in the list of the field; empty where somebody has taken it away.
  value text not null,
  responsible_id bigint not null,
  primary key (portal_id, field, company_id, day)
);
alter table company_type enable row level security;
alter table company_type force row level security;
create policy own_portal on company_type
  using (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint)
  with check (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint);
grant select, insert, update, delete on company_type to kurs_app;
