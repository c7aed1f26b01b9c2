{{ config(indexes=[
    {'columns': ['event_id']},
    {'columns': ['country_code', 'event_month']},
    {'columns': ['country_code', 'period']},
    {'columns': ['submission_id']},
    {'columns': ['defender_token']},
    {'columns': ['organisation_token']},
    {'columns': ['collective_id']},
    {'columns': ['known_from', 'known_to']},
    {'columns': ['event_start']}
]) }}

-- Attacks as they were known, from when to when. Figures of a past date count the rows known on that date.
with attacks as (
    select * from {{ ref('int_attacks__harmonised') }} as harmonised
    where {{ is_affected('harmonised') }}
)

select
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
    attacks.right_violated_code,
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
    attacks.status_reason_code,
    attacks.defender_token,
    attacks.defender_identity,
    attacks.defender_age,
    attacks.defender_gender_code,
    attacks.defender_lgbtttiq,
    attacks.defender_occupation_code,
    attacks.defender_role_code,
    attacks.organisation_token,
    attacks.organisation_identity,
    attacks.is_eligible,
    versions.known_from,
    versions.known_to,
    case when attacks.profile_code = 'collective' then attacks.event_id end as collective_id,
    case
        when attacks.date_precision in ('day', 'month') then date_trunc('month', attacks.event_start)::date
    end
        as event_month,
    extract(year from attacks.event_start)::integer as event_year,
    {{ age_band('attacks.defender_age') }} as age_band,
    attacks.is_eligible
    and attacks.status_code = 'active'
    and attacks.verification_code <> 'discarded' as is_counted
from attacks
inner join {{ ref('int_event_versions') }} as versions
    on attacks.event_id = versions.event_id and attacks.submission_id = versions.submission_id
