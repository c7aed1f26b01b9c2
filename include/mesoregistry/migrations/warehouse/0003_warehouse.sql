-- What dbt needs to know of the catalogue, and by what a build can tell that something changed.
create table intake.source (
    country text not null, source_id text not null,
    country_es text not null, country_en text not null,
    network_es text not null, network_en text not null,
    valid_from date not null, valid_to date,
    unit text not null, scope text not null, mode text not null,
    primary key (country, source_id)
);
alter table ops.dbt_run add column fingerprint text; -- of models, seeds and catalogue: another one, a full refresh
