-- Where a portal was before it was renamed: tabs that are open there go on framing our pages for a while.
alter table portal
  add column former_origin text,
  add column former_origin_until timestamptz;
