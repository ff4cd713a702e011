-- Who is in charge of each company: sales can be counted for the owner of the client as well as for the seller of the deal.
create table client_owner (
  portal_id bigint not null,
  company_id bigint not null,
  responsible_id bigint not null,
  primary key (portal_id, company_id)
);
alter table client_owner enable row level security;
alter table client_owner force row level security;
create policy own_portal on client_owner
  using (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint)
  with check (portal_id = nullif(current_setting('app.portal_id', true), '')::bigint);
grant select, insert, update, delete on client_owner to kurs_app;

-- Companies are read in every portal now, and not only where a field of theirs says how they stand: all begin anew.
alter table sync_cursor no force row level security;
update sync_cursor set entity = 'companies', state = case direction when 'backward' then 'waiting' else state end, position = 0, rows = 0
  where entity = 'company-types';
alter table sync_cursor force row level security;
alter table rejected_row no force row level security;
update rejected_row set entity = 'companies' where entity = 'company-types';
alter table rejected_row force row level security;
