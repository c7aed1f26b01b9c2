{{ config(materialized='view') }}

-- The attacks of every country of the catalogue. A new country is one name more in `registries`.
with attacks as (
    {% for country in var('registries') %}
        {% if not loop.first %}union all{% endif %}
        select * from {{ ref('stg_' ~ country ~ '__attacks') }}
    {% endfor %}
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
    attacks.case_key,
    attacks.target_no,
    attacks.form_no,
    attacks.event_date_edtf,
    attacks.event_date_end_edtf,
    attacks.recorded_on_edtf,
    attacks.admin1_term,
    attacks.admin2_term,
    attacks.district_term,
    attacks.place_type_term,
    attacks.scope_term,
    attacks.in_exile,
    attacks.profile_term,
    attacks.form_term,
    attacks.channel_term,
    attacks.right_term,
    attacks.right_violated_term,
    attacks.right_other_terms,
    attacks.perpetrator_terms,
    attacks.gender_element_terms,
    attacks.context_terms,
    attacks.close_relation_terms,
    attacks.gender_component,
    attacks.collective_action,
    attacks.complaint_filed,
    attacks.collective_identified,
    attacks.collective_estimated,
    attacks.verification_term,
    attacks.status_term,
    attacks.status_reason_term,
    attacks.protection_measure_term,
    attacks.target_kind,
    attacks.defender_token,
    attacks.defender_identity,
    attacks.defender_gender_term,
    attacks.defender_lgbtttiq,
    attacks.defender_ethnicity_term,
    attacks.defender_age,
    attacks.defender_occupation_term,
    attacks.defender_role_term,
    attacks.organisation_token,
    attacks.organisation_identity,
    attacks.organisation_type_term,
    attacks.members
from attacks
