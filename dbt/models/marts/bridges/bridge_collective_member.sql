{{ config(indexes=[
    {'columns': ['event_id']},
    {'columns': ['defender_token']}
]) }}

-- The defenders of a collective, as each submission has them.
with collectives as (
    select distinct on (harmonised.event_id, harmonised.submission_id)
        harmonised.event_id,
        harmonised.submission_id,
        harmonised.members
    from {{ ref('int_attacks__harmonised') }} as harmonised
    where
        {{ is_affected('harmonised') }}
        and harmonised.members is not null
        and exists (
            select 1 from {{ ref('int_event_versions') }} as versions
            where
                harmonised.event_id = versions.event_id and harmonised.submission_id = versions.submission_id
        )
    order by harmonised.event_id, harmonised.submission_id, harmonised.record_no, harmonised.form_no
)

select
    collectives.event_id as collective_id,
    collectives.event_id,
    collectives.submission_id,
    (members.member ->> 'no')::integer as member_no,
    members.member ->> 'token' as defender_token,
    members.member ->> 'identity' as defender_identity,
    coalesce(members.member ->> 'gender', 'unknown') as gender_code,
    members.member ->> 'lgbtttiq' as lgbtttiq,
    coalesce(members.member ->> 'ethnicity', 'unknown') as ethnicity_code,
    coalesce(members.member ->> 'occupation', 'unknown') as occupation_code,
    coalesce(members.member ->> 'role', 'unknown') as role_code
from collectives
cross join jsonb_array_elements(collectives.members) as members (member)
