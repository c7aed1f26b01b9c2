-- Days of a registry are days of its country: the zone comes from the catalogue, which is copied at each load.
alter table intake.source add column time_zone text not null default 'America/Tegucigalpa';
