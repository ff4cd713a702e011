-- Who stands in for the head of a department; they see and plan what the head does.
alter table department add column deputy_ids bigint[] not null default '{}';
