-- What goods are called, for plans by product; empty until the catalogue is read the next time.
alter table product add column name text not null default '';
