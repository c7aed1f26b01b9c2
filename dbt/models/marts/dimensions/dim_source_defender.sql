{{ config(indexes=[{'columns': ['country_code']}]) }}

-- Everybody whom a source names, by token: women, and in a source of all defenders men too. Gender, ethnicity
-- and the like are the last that are known.
with mentions as (
    select
        bridge.*,
        versions.country_code,
        versions.event_id,
        versions.event_start,
        versions.known_from,
        versions.known_to is null and bridge.is_counted as is_counted_now
    from {{ ref('bridge_attack_defender') }} as bridge
    inner join {{ ref('fct_attack_version') }} as versions
        on bridge.attack_version_id = versions.attack_version_id
    where bridge.defender_token is not null
)

select
    mentions.defender_token,
    min(mentions.country_code) as country_code,
    {{ last_known('gender_code') }} as gender_code,
    {{ last_known('lgbtttiq') }} as lgbtttiq,
    {{ last_known('ethnicity_code') }} as ethnicity_code,
    {{ last_known('occupation_code') }} as occupation_code,
    {{ last_known('role_code') }} as role_code,
    min(mentions.known_from) as first_known_on,
    bool_or(mentions.is_counted_now) as is_counted,
    (count(distinct mentions.event_id) filter (where mentions.is_counted_now))::integer as event_count
from mentions
group by mentions.defender_token
