-- What was known on a day, held to the countries and days of the figures. `within_until`: the last day on which the
-- event may have begun, by how exactly it is dated; an attack of "2023" is in the year and in no month.
select
    attacks.*,
    case attacks.date_precision
        when 'day' then attacks.event_start
        when 'month' then (date_trunc('month', attacks.event_start) + interval '1 month - 1 day')::date
        else (date_trunc('year', attacks.event_start) + interval '1 year - 1 day')::date
    end as within_until
from marts.{function}({known_on}) as attacks
where attacks.country_code = any({countries}) and attacks.event_start between {first} and {last}
