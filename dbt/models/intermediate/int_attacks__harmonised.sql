{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook='{{ forget_touched() }}',
    indexes=[{'columns': ['submission_id']}, {'columns': ['event_id']}]
) }}

-- Attacks in the common codes, as their submission tells them: terms, dates and places resolved, who counts
-- marked.
with attacks as (
    select
        unioned.*,
        submissions.period,
        submissions.filed_on,
        submissions.scope as source_scope,
        gate.edtf_first(unioned.event_date_edtf) as event_start,
        coalesce(gate.edtf_last(unioned.event_date_end_edtf), gate.edtf_last(unioned.event_date_edtf))
            as event_end,
        {{ edtf_precision('unioned.event_date_edtf') }} as date_precision,
        coalesce(unioned.event_date_edtf like '%~', false) as is_estimated_date,
        gate.edtf_first(unioned.recorded_on_edtf) as recorded_on
    from {{ ref('int_attacks__unioned') }} as unioned
    inner join {{ ref('stg_ledger__submissions') }} as submissions
        on unioned.submission_id = submissions.submission_id
    where {{ is_taken('submissions') }}
),

coded as (
    select
        attacks.*,
        {%- for field in coded_fields() %}
            {{ field }}_meant.code as {{ field }}_code,
        {%- endfor %}
        {%- for field in coded_arrays() %}
            {{ field }}s_meant.codes as {{ field }}_codes,
        {%- endfor %}
        {{ member_codes('attacks') }} as member_list
    from
        attacks
    {%- for field, list in coded_fields().items() %}
        {{ join_meaning(field ~ '_meant', list, 'false', 'attacks', 'attacks.' ~ field ~ '_term') }}
    {%- endfor %}
    {%- for field, list in coded_arrays().items() %}
        {{ join_meaning(field ~ 's_meant', list, 'true', 'attacks', 'attacks.' ~ field ~ '_terms') }}
    {%- endfor %}
),

wheres as (
    select distinct
        attacks.country_code,
        attacks.admin1_term,
        attacks.admin2_term,
        attacks.district_term,
        coalesce(attacks.event_start, attacks.period) as happened_on
    from attacks
    where attacks.admin1_term is not null or attacks.admin2_term is not null
),

departments as (
    select
        wheres.*,
        department.place_id as admin1_id
    from wheres
    left join lateral (
        select min(places.place_id) as place_id
        from {{ ref('stg_reference__places') }} as places
        where
            places.country_code = wheres.country_code
            and places.level = 'admin1'
            and places.key = gate.term_key(wheres.admin1_term)
    ) as department on true
),

municipalities as (
    select
        departments.*,
        municipality.place_id as municipality_id
    from departments
    left join
        lateral ({{ place_within('departments', 'departments.admin2_term', ['admin2', 'district']) }})
            as municipality
        on true
),

located as (
    select
        municipalities.*,
        coalesce(district.place_id, municipalities.municipality_id, municipalities.admin1_id) as place_id
    from municipalities
    left join
        lateral ({{ place_within('municipalities', 'municipalities.district_term', ['district', 'admin2']) }})
            as district
        on true
)

select
    coded.attack_id,
    coded.event_id,
    coded.submission_id,
    coded.record_no,
    coded.sheet,
    coded.row_number,
    coded.country_code,
    coded.source_id,
    coded.case_key,
    coded.target_no,
    coded.form_no,
    coded.period,
    coded.filed_on,
    coded.event_start,
    coded.event_end,
    coded.date_precision,
    coded.is_estimated_date,
    coded.recorded_on,
    located.admin1_id,
    located.place_id,
    coded.target_kind,
    coded.right_other_codes,
    coded.perpetrator_codes,
    coded.gender_element_codes,
    coded.context_codes,
    coded.close_relation_codes,
    coded.collective_identified,
    coded.collective_estimated,
    coded.status_reason_code,
    coded.right_violated_code,
    coded.protection_measure_code,
    coded.defender_token,
    coded.defender_identity,
    coded.defender_gender_code,
    coded.defender_ethnicity_code,
    coded.defender_occupation_code,
    coded.defender_role_code,
    coded.organisation_token,
    coded.organisation_identity,
    coded.organisation_type_code,
    coded.member_list as members,
    case
        when coded.profile_code is not null then coded.profile_code
        when
            coded.target_kind = 'individual'
            and coded.defender_token is null and coalesce(coded.defender_identity, 'missing') = 'missing'
            then 'unknown'
        else coded.target_kind
    end as profile_code,
    coalesce(coded.form_code, 'unknown') as form_code,
    coalesce(coded.channel_code, 'unknown') as channel_code,
    coalesce(coded.right_code, 'unknown') as right_code,
    coalesce(coded.place_type_code, 'unknown') as place_type_code,
    coalesce(coded.scope_code, 'unknown') as scope_code,
    coalesce(coded.verification_code, 'received') as verification_code,
    coalesce(coded.status_code, 'active') as status_code,
    coalesce(coded.in_exile, 'unknown') as in_exile,
    coalesce(coded.gender_component, 'unknown') as gender_component,
    coalesce(coded.collective_action, 'unknown') as collective_action,
    coalesce(coded.complaint_filed, 'unknown') as complaint_filed,
    coalesce(coded.defender_lgbtttiq, 'unknown') as defender_lgbtttiq,
    {{ whole_number('coded.defender_age') }} as defender_age,
    {{ is_eligible('coded') }} as is_eligible
from coded
left join located
    on
        coded.country_code = located.country_code
        and coded.admin1_term is not distinct from located.admin1_term
        and coded.admin2_term is not distinct from located.admin2_term
        and coded.district_term is not distinct from located.district_term
        and coalesce(coded.event_start, coded.period) = located.happened_on
