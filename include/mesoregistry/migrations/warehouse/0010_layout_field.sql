-- What each layout of a source asks, for dbt: a field without a column is "not asked", which is not "not known".
create table intake.layout_field (
    country text not null, source_id text not null, layout_id text not null, field text not null,
    valid_from date not null, valid_to date,
    is_asked boolean not null,
    primary key (country, source_id, layout_id, field)
);

-- dbt makes it no more: its rows are in bridge_attack_defender.
drop table if exists marts.bridge_collective_member;
