-- A closed plan keeps what its targets about parts of what is sold came to as well; '' is an owner's whole target.
alter table plan_closed_fact add column dimensions text not null default '';
alter table plan_closed_fact drop constraint plan_closed_fact_pkey;
alter table plan_closed_fact add primary key (portal_id, plan_id, metric, scope, dimensions);
