-- Behind row-level security PostgreSQL looks up in an index only what cannot leak a row: `case` can not, of `coalesce` it does not know.
drop index deal_won;
create index deal_won on deal (portal_id, (case when won_at is null then moved_at else won_at end), deal_id) include (responsible_id, pipeline_id)
  where semantics = 'S' and deleted_at is null;

-- When a sheet was first opened.
create index challenge_of_sheet on challenge (portal_id, plan_id, version, user_id, created_at);
