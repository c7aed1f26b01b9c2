{{ config(tags=['reference'], indexes=[{'columns': ['date_day'], 'unique': true}]) }}

-- The days from 2010 to the end of next year.
select
    days.day::date as date_day,
    date_trunc('month', days.day)::date as month_start,
    extract(year from days.day)::integer as year,
    extract(quarter from days.day)::integer as quarter,
    extract(month from days.day)::integer as month
from
    generate_series(
        '2010-01-01'::timestamp, date_trunc('year', current_date) + interval '2 years - 1 day', interval '1 day'
    ) as days (day)
