-- The days from 2010 to the end of next year.
select
    calendar.midnight::date as date_day,
    date_trunc('month', calendar.midnight)::date as date_month,
    extract(quarter from calendar.midnight)::integer as date_quarter,
    extract(year from calendar.midnight)::integer as date_year
from
    generate_series(
        '2010-01-01'::timestamp,
        date_trunc('year', now()::timestamp) + interval '2 years - 1 day',
        interval '1 day'
    ) as calendar (midnight)
