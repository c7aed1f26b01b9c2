{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook='{{ forget_touched() }}',
    indexes=[{'columns': ['submission_id']}]
) }}

-- Attacks in the terms of their country: one row per form and target of a record. An individual attack gives
-- a row per form and victim; a collective one a row per form; one on organisations a row per form and each.
-- Each list is split once, and not wherever one of its elements is asked for.
with records as materialized (
    select
        records.*,
        gate.elements(records.form) as forms,
        gate.elements(records.channel) as channels,
        gate.elements(records.defender_token) as defender_tokens,
        gate.elements(records.defender_identity) as defender_identities,
        gate.elements(records.defender_gender) as defender_genders,
        gate.elements(records.defender_lgbtttiq) as defender_lgbtttiqs,
        gate.elements(records.defender_ethnicity) as defender_ethnicities,
        gate.elements(records.defender_age) as defender_ages,
        gate.elements(records.defender_occupation) as defender_occupations,
        gate.elements(records.defender_role) as defender_roles,
        gate.elements(records.organisation_token) as organisation_tokens,
        gate.elements(records.organisation_identity) as organisation_identities,
        gate.elements(records.organisation_type) as organisation_types
    from {{ ref('stg_records') }} as records
    {% if is_incremental() %}where records.is_touched{% endif %}
),

-- What a record is against: its profile says it; without one, an organisation when it names nobody else.
counted as (
    select
        records.*,
        case
            when records.profile_code in ('individual', 'collective', 'organisation')
                then records.profile_code
            when
                {{ names_nobody('records.defender_tokens', 'records.defender_identities') }}
                and not {{ names_nobody('records.organisation_tokens', 'records.organisation_identities') }}
                then 'organisation'
            else 'individual'
        end as target_kind,
        greatest(cardinality(records.forms), 1) as form_count,
        greatest(
            cardinality(records.defender_tokens), cardinality(records.defender_identities),
            cardinality(records.defender_genders), cardinality(records.defender_lgbtttiqs),
            cardinality(records.defender_ethnicities), cardinality(records.defender_ages),
            cardinality(records.defender_occupations), cardinality(records.defender_roles), 1
        ) as defender_count,
        greatest(
            cardinality(records.organisation_tokens), cardinality(records.organisation_identities),
            cardinality(records.organisation_types), 1
        ) as organisation_count
    from records
),

-- A source that keeps an attack a row repeats the case: its forms are numbered on, so that no two attacks of
-- a case share a number.
numbered as (
    select
        counted.*,
        case counted.target_kind
            when 'collective' then 1
            when 'organisation' then counted.organisation_count
            else counted.defender_count
        end as target_count,
        coalesce(
            sum(counted.form_count) over (
                partition by counted._submission, counted.event_key
                order by counted._record
                rows between unbounded preceding and 1 preceding
            ), 0
        )::integer as forms_before
    from counted
)

select
    md5(concat_ws(
        '|', numbered.country_code, numbered._source, numbered.event_key, targets.no,
        numbered.forms_before + forms.no
    )) as row_key,
    {{ event_id('numbered.country_code', 'numbered._source', 'numbered.event_key') }} as event_id,
    numbered._submission as submission_id,
    numbered._record as record_no,
    gate.whole(numbered._sheet) as sheet,
    numbered._row as row_number,
    numbered.country_code,
    numbered._source as source_id,
    numbered.event_key as case_key,
    targets.no as target_no,
    numbered.forms_before + forms.no as form_no,
    numbered.event_date as event_date_edtf,
    numbered.event_date_end as event_date_end_edtf,
    numbered.recorded_on as recorded_on_edtf,
    numbered.admin1 as admin1_term,
    numbered.admin2 as admin2_term,
    numbered.district as district_term,
    numbered.place_type as place_type_term,
    numbered.scope as scope_term,
    numbered.in_exile,
    numbered.profile as profile_term,
    numbered.forms[forms.no] as form_term,
    {{ pick('numbered.channels', 'forms.no') }} as channel_term,
    numbered.right_defended as right_term,
    numbered.right_violated as right_violated_term,
    numbered.right_other as right_other_terms,
    numbered.perpetrator as perpetrator_terms,
    numbered.gender_element as gender_element_terms,
    numbered.context as context_terms,
    numbered.close_relation as close_relation_terms,
    numbered.protection_measure as protection_measure_terms,
    numbered.gender_component,
    numbered.collective_action,
    numbered.complaint_filed,
    gate.whole(numbered.collective_identified) as collective_identified,
    gate.whole(numbered.collective_estimated) as collective_estimated,
    numbered.verification as verification_term,
    numbered.status as status_term,
    numbered.status_reason as status_reason_term,
    numbered.target_kind,
    victims.token as defender_token,
    victims.identity as defender_identity,
    victims.gender as defender_gender_term,
    victims.lgbtttiq as defender_lgbtttiq,
    victims.ethnicity as defender_ethnicity_term,
    victims.age as defender_age,
    victims.occupation as defender_occupation_term,
    victims.role as defender_role_term,
    organisations.token as organisation_token,
    organisations.identity as organisation_identity,
    organisations.kind as organisation_type_term,
    members.described as members
from numbered
cross join generate_series(1, numbered.target_count) as targets (no)
cross join generate_series(1, numbered.form_count) as forms (no)
left join
    lateral (select {{ defender_columns('targets.no') }}) as victims  -- noqa: ST05
    on numbered.target_kind = 'individual'
left join
    lateral (  -- noqa: ST05
        select
            {{ pick('numbered.organisation_tokens', 'targets.no') }} as token,
            {{ pick('numbered.organisation_identities', 'targets.no') }} as identity,  -- noqa: RF04
            {{ pick('numbered.organisation_types', 'targets.no') }} as kind
    ) as organisations
    on numbered.target_kind = 'organisation'
left join
    lateral (  -- noqa: ST05
        select coalesce(jsonb_agg(to_jsonb(defenders) order by positions.no), '[]')::text as described
        from generate_series(1, cardinality(numbered.defender_identities)) as positions (no)
        cross join lateral (select {{ defender_columns('positions.no') }}) as defenders
    ) as members
    on numbered.target_kind = 'collective'
