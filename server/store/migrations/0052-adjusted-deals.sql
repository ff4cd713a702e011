-- Deals that an adjustment holds already, so that nobody counts on them twice; each revision carries its own, none where nobody named any.
alter table forecast_adjustment
  add column deal_ids bigint[] not null default '{}',
  add check (value <> 0 or deal_ids = '{}');
