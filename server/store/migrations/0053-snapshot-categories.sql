-- What open deals of the month counted as on that day, amounts in minor units; null of days that were kept before this was.
alter table forecast_snapshot
  add column commit_value bigint,
  add column best_value bigint,
  add column pipeline_value bigint;

-- Models of an earlier make do not say how many new deals their pace stands on: they are fitted anew at once and not only the next night.
alter table forecast_model no force row level security;
delete from forecast_model;
alter table forecast_model force row level security;
