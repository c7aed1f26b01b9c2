{{ config(post_hook='{% if flags.FULL_REFRESH %}{{ known_index() }}{% endif %}', indexes=[
    {'columns': ['attack_id', 'known_from'], 'unique': true},
    {'columns': ['event_id']},
    {'columns': ['country_code', 'event_month']},
    {'columns': ['country_code', 'period']},
    {'columns': ['submission_id']},
    {'columns': ['defender_token']},
    {'columns': ['organisation_token']},
    {'columns': ['collective_id']},
    {'columns': ['known_from', 'known_to']},
    {'columns': ['event_start']},
    {'columns': ['place_id']}
]) }}

-- Attacks as they were known, from when to when. Figures of a past date count the rows known on that date.
-- Who counts is decided here and nowhere else.
with attacks as (
    select * from {{ ref('int_attack_versions') }} as versions
    where {{ is_affected('versions') }}
)

select
    attacks.attack_version_id,
    attacks.attack_id,
    attacks.event_id,
    attacks.submission_id,
    attacks.record_no,
    attacks.sheet,
    attacks.row_number,
    attacks.country_code,
    attacks.source_id,
    attacks.period,
    attacks.filed_on,
    attacks.profile_code,
    attacks.form_code,
    attacks.channel_code,
    attacks.right_code,
    attacks.gender_component,
    attacks.event_start,
    attacks.event_end,
    attacks.date_precision,
    attacks.is_estimated_date,
    attacks.recorded_on,
    attacks.admin1_id,
    attacks.place_id,
    attacks.place_type_code,
    attacks.scope_code,
    attacks.in_exile,
    attacks.collective_action,
    attacks.verification_code,
    attacks.status_code,
    attacks.defender_token,
    attacks.defender_age,
    attacks.organisation_token,
    attacks.is_eligible,
    attacks.known_from,
    attacks.known_to,
    coalesce(attacks.right_violated_code, {{ not_stated('right_violated') }}) as right_violated_code,
    case
        when attacks.status_reason_code is not null then attacks.status_reason_code
        when attacks.status_code = 'active' then 'not_applicable'
        else {{ not_stated('status_reason') }}
    end as status_reason_code,
    case
        when attacks.place_level is not null then attacks.place_level
        when attacks.unasked_fields @> '["admin1", "admin2"]' then 'not_asked'
        else 'unknown'
    end as place_precision,
    case
        when attacks.target_kind <> 'individual' then 'not_applicable'
        else coalesce(nullif(attacks.defender_identity, 'missing'), {{ not_stated('defender_name') }})
    end as defender_identity,
    case
        when attacks.target_kind <> 'organisation' then 'not_applicable'
        else coalesce(nullif(attacks.organisation_identity, 'missing'), {{ not_stated('organisation_name') }})
    end as organisation_identity,
    {{ of_person('defender_gender_code', 'defender_gender') }} as defender_gender_code,
    {{ of_person('defender_lgbtttiq', 'defender_lgbtttiq') }} as defender_lgbtttiq,
    {{ of_person('defender_ethnicity_code', 'defender_ethnicity') }} as defender_ethnicity_code,
    {{ of_person('defender_occupation_code', 'defender_occupation') }} as defender_occupation_code,
    {{ of_person('defender_role_code', 'defender_role') }} as defender_role_code,
    case when attacks.profile_code = 'collective' then attacks.event_id end as collective_id,
    case
        when attacks.date_precision in ('day', 'month') then date_trunc('month', attacks.event_start)::date
    end
        as event_month,
    extract(year from attacks.event_start)::integer as event_year,
    case
        when attacks.target_kind <> 'individual' then 'not_applicable'
        else {{ age_band('attacks.defender_age', not_stated('defender_age')) }}
    end as age_band,
    attacks.status_code = 'active' and attacks.verification_code <> 'discarded' as is_standing,
    attacks.is_eligible
    and attacks.status_code = 'active'
    and attacks.verification_code <> 'discarded' as is_counted
from attacks
