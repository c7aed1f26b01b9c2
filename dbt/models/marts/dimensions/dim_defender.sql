{{ config(indexes=[{'columns': ['country_code']}]) }}

-- Defenders by token, alone or in a collective. Gender, ethnicity and the like are the last that are known.
with events as (
    select distinct on (harmonised.event_id, harmonised.submission_id)
        harmonised.event_id,
        harmonised.submission_id,
        harmonised.country_code,
        harmonised.event_start
    from {{ ref('int_attacks__harmonised') }} as harmonised
    where harmonised.members is not null
    order by harmonised.event_id, harmonised.submission_id, harmonised.record_no
),

mentions as (
    select
        harmonised.defender_token,
        harmonised.country_code,
        harmonised.event_id,
        versions.known_from,
        harmonised.event_start,
        harmonised.defender_gender_code as gender_code,
        harmonised.defender_lgbtttiq as lgbtttiq,
        harmonised.defender_ethnicity_code as ethnicity_code,
        harmonised.defender_occupation_code as occupation_code,
        harmonised.defender_role_code as role_code
    from {{ ref('int_attacks__harmonised') }} as harmonised
    inner join {{ ref('int_event_versions') }} as versions
        on harmonised.event_id = versions.event_id and harmonised.submission_id = versions.submission_id
    where harmonised.defender_token is not null

    union all

    select
        members.defender_token,
        events.country_code,
        members.event_id,
        versions.known_from,
        events.event_start,
        members.gender_code,
        members.lgbtttiq,
        members.ethnicity_code,
        members.occupation_code,
        members.role_code
    from {{ ref('bridge_collective_member') }} as members
    inner join {{ ref('int_event_versions') }} as versions
        on members.event_id = versions.event_id and members.submission_id = versions.submission_id
    inner join events on members.event_id = events.event_id and members.submission_id = events.submission_id
    where members.defender_token is not null
)

select
    mentions.defender_token,
    min(mentions.country_code) as country_code,
    {{ last_known('gender_code') }} as gender_code,
    {{ last_known('lgbtttiq') }} as lgbtttiq,
    {{ last_known('ethnicity_code') }} as ethnicity_code,
    {{ last_known('occupation_code') }} as occupation_code,
    {{ last_known('role_code') }} as role_code,
    min(mentions.known_from) as first_known_on
from mentions
group by mentions.defender_token
