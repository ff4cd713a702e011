-- What open deals of the month counted as on that day, amounts in minor units; null of days that were kept before this was.
alter table forecast_snapshot
  add column commit_value bigint,
  add column best_value bigint,
  add column pipeline_value bigint;
