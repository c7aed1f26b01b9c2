{{ config(indexes=[
    {'columns': ['attack_id'], 'unique': true}, {'columns': ['event_id']}, {'columns': ['country_code', 'event_month']}
]) }}

-- Attacks as they are known now: one form against one target in one event.
with versions as (
    select
        fct_attack_version.*,
        min(fct_attack_version.known_from) over (partition by fct_attack_version.attack_id) as first_known_on
    from {{ ref('fct_attack_version') }} as fct_attack_version
    where {{ is_affected('fct_attack_version') }}
)

select
    versions.attack_id,
    versions.event_id,
    versions.submission_id,
    versions.record_no,
    versions.sheet,
    versions.row_number,
    versions.country_code,
    versions.source_id,
    versions.period,
    versions.filed_on,
    versions.profile_code,
    versions.form_code,
    versions.channel_code,
    versions.right_code,
    versions.right_violated_code,
    versions.gender_component,
    versions.event_start,
    versions.event_end,
    versions.date_precision,
    versions.is_estimated_date,
    versions.recorded_on,
    versions.admin1_id,
    versions.place_id,
    versions.place_type_code,
    versions.scope_code,
    versions.in_exile,
    versions.collective_action,
    versions.verification_code,
    versions.status_code,
    versions.status_reason_code,
    versions.defender_token,
    versions.defender_identity,
    versions.defender_age,
    versions.defender_gender_code,
    versions.defender_lgbtttiq,
    versions.defender_occupation_code,
    versions.defender_role_code,
    versions.organisation_token,
    versions.organisation_identity,
    versions.is_eligible,
    versions.known_from,
    versions.collective_id,
    versions.event_month,
    versions.event_year,
    versions.age_band,
    versions.is_counted,
    versions.first_known_on
from versions
where versions.known_to is null
