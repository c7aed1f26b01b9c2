{{ config(indexes=[
    {'columns': ['event_id']},
    {'columns': ['right_code']}
]) }}

-- The rights that the target defends: exactly one main, and others.
with attacks as (
    select
        harmonised.attack_id,
        harmonised.event_id,
        harmonised.submission_id,
        harmonised.right_code as main_code,
        jsonb_build_array(harmonised.right_code) || coalesce(harmonised.right_other_codes, '[]') as codes
    from {{ ref('int_attacks__harmonised') }} as harmonised
    where
        {{ is_affected('harmonised') }}
        and exists (
            select 1 from {{ ref('int_event_versions') }} as versions
            where
                harmonised.event_id = versions.event_id and harmonised.submission_id = versions.submission_id
        )
)

select distinct
    attacks.attack_id,
    attacks.event_id,
    attacks.submission_id,
    rights.code as right_code,
    rights.code = attacks.main_code as is_main
from attacks
cross join jsonb_array_elements_text(attacks.codes) as rights (code)
