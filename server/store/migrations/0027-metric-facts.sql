-- Months of new deals, closed leads and completed tasks are counted without walking through all of them.
create index deal_created on deal (portal_id, created_at, deal_id) include (responsible_id, pipeline_id) where deleted_at is null;
create index lead_closed on lead (portal_id, closed_at, lead_id) include (responsible_id) where closed_at is not null and deleted_at is null;
create index task_closed on task (portal_id, closed_at, task_id) include (responsible_id, deadline) where status = 5 and deleted_at is null;
