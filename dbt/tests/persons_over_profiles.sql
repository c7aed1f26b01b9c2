-- Rule 2: the distinct defenders of a year are no more than the sum over profiles, and no fewer than the largest.
with mentions as (
    select
        attacks.country_code,
        attacks.event_year,
        attacks.profile_code,
        defenders.defender_token
    from {{ ref('fct_attack') }} as attacks
    inner join {{ ref('bridge_attack_defender') }} as defenders
        on attacks.attack_version_id = defenders.attack_version_id
    where defenders.is_counted
),

profiles as (
    select
        country_code,
        event_year,
        profile_code,
        count(distinct defender_token) as defenders
    from mentions
    group by country_code, event_year, profile_code
),

years as (
    select
        country_code,
        event_year,
        count(distinct defender_token) as defenders
    from mentions
    group by country_code, event_year
)

select
    years.country_code,
    years.event_year
from years
inner join profiles
    on years.country_code = profiles.country_code and years.event_year is not distinct from profiles.event_year
group by years.country_code, years.event_year, years.defenders
having years.defenders > sum(profiles.defenders) or years.defenders < max(profiles.defenders)
