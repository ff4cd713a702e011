-- A plan is for a day, a week, a month, a quarter, a half-year, a year or custom dates; `month` is the key of that period, as it is
-- written in addresses: 2026-12-05, 2026-W49, 2026-12, 2026-Q4, 2026-H2, 2026, 2026-12-05--2026-12-20.
alter table plan drop constraint plan_month_check;
alter table plan add constraint plan_month_check
  check (month ~ '^\d{4}(-\d{2}|-W\d{2}|-Q[1-4]|-H[12]|-\d{2}-\d{2}(--\d{4}-\d{2}-\d{2})?)?$');
