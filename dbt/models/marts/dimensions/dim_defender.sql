{{ config(indexes=[{'columns': ['defender_token'], 'unique': true}]) }}

-- Defenders by token, alone or in a collective. What she says of herself is taken from the last time it was
-- told.
with events as (
    select distinct on (told.event_id, told.submission_id)
        told.event_id,
        told.submission_id,
        told.country_code,
        told.event_start
    from {{ ref('int_attacks__harmonised') }} as told
    where told.members is not null
    order by told.event_id, told.submission_id, told.record_no
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
    {{ last_told('gender_code') }} as gender_code,
    {{ last_told('lgbtttiq') }} as lgbtttiq,
    {{ last_told('ethnicity_code') }} as ethnicity_code,
    {{ last_told('occupation_code') }} as occupation_code,
    {{ last_told('role_code') }} as role_code,
    min(mentions.known_from) as first_known_on
from mentions
group by mentions.defender_token
