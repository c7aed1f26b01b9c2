{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook='{{ forget_touched() }}',
    indexes=[{'columns': ['submission_id']}, {'columns': ['event_id']}]
) }}

-- Attacks in the common codes, as filed: terms, dates and places resolved, who counts marked.
with attacks as (
    select
        exploded.*,
        submissions.period,
        submissions.filed_on,
        submissions.scope as source_scope,
        submissions.unasked_fields,
        gate.edtf_first(exploded.event_date_edtf) as event_start,
        coalesce(gate.edtf_last(exploded.event_date_end_edtf), gate.edtf_last(exploded.event_date_edtf))
            as event_end,
        {{ edtf_precision('exploded.event_date_edtf') }} as date_precision,
        coalesce(exploded.event_date_edtf like '%~', false) as is_estimated_date,
        gate.edtf_first(exploded.recorded_on_edtf) as recorded_on
    from {{ ref('int_attacks__exploded') }} as exploded
    inner join {{ ref('stg_ledger__submissions') }} as submissions
        on exploded.submission_id = submissions.submission_id
    where {{ is_taken('submissions') }}
),

-- Codes whose holders a source of all defenders counts: women, and organisations of women.
counted_codes as (
    select distinct
        lists.list,
        lists.code
    from {{ ref('code_list') }} as lists
    where lists.published_group = 'women' and lists.list in ('gender', 'organisation_type')
),

-- The defenders of a collective attack, in the common codes.
members as (
    select
        attacks.row_key,
        attacks.submission_id,
        bool_or(counted_codes.code is not null) as has_counted,
        jsonb_agg(jsonb_build_object(
            'no', members.no,
            'token', members.defender ->> 'token',
            'identity', members.defender ->> 'identity',
            'gender', genders.code,
            'lgbtttiq', members.defender ->> 'lgbtttiq',
            'ethnicity', ethnicities.code,
            'age', gate.whole(members.defender ->> 'age'),
            'occupation', occupations.code,
            'role', roles.code
        ) order by members.no) as described
    from attacks
    cross join jsonb_array_elements(attacks.members::jsonb) with ordinality as members (defender, no)
    {%- for list, alias in {
        'gender': 'genders', 'ethnicity': 'ethnicities', 'occupation': 'occupations', 'role': 'roles'
    }.items() %}
        left join {{ ref('stg_reference__terms') }} as {{ alias }}
            on {{ means(alias, "'" ~ list ~ "'", 'attacks', "members.defender ->> '" ~ list ~ "'") }}
    {%- endfor %}
    left join counted_codes on counted_codes.list = 'gender' and genders.code = counted_codes.code
    group by attacks.row_key, attacks.submission_id
),

coded as (
    select
        {%- for field in coded_fields() %}
            {{ field }}_meaning.code as {{ field }}_code,
        {%- endfor %}
        {%- for field in coded_arrays() %}
            {{ field }}_meanings.codes as {{ field }}_codes,
        {%- endfor %}
        attacks.*
    from
        attacks
    {%- for field, list in coded_fields().items() %}
        {{ join_meaning(field ~ '_meaning', list, 'false', field ~ '_term') }}
    {%- endfor %}
    {%- for field, list in coded_arrays().items() %}
        {{ join_meaning(field ~ '_meanings', list, 'true', field ~ '_terms') }}
    {%- endfor %}
)

select
    coded.row_key,
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
    places.admin1_id,
    places.place_id,
    coded.target_kind,
    coded.unasked_fields,
    coded.source_scope,
    places.place_level,
    coded.right_other_codes,
    coded.perpetrator_codes,
    coded.gender_element_codes,
    coded.context_codes,
    coded.close_relation_codes,
    coded.protection_measure_codes,
    coded.collective_identified,
    coded.collective_estimated,
    coded.status_reason_code,
    coded.right_violated_code,
    coded.defender_token,
    coded.defender_identity,
    coded.defender_gender_code,
    coded.defender_ethnicity_code,
    coded.defender_occupation_code,
    coded.defender_role_code,
    coded.organisation_token,
    coded.organisation_identity,
    coded.organisation_type_code,
    members.described as members,
    case
        when coded.profile_code is not null then coded.profile_code
        when
            coded.target_kind = 'individual'
            and coded.defender_token is null and coalesce(coded.defender_identity, 'missing') = 'missing'
            then 'unknown'
        else coded.target_kind
    end as profile_code,
    coalesce(coded.form_code, 'unknown') as form_code,
    coalesce(coded.channel_code, {{ not_stated('channel', 'coded.unasked_fields') }}) as channel_code,
    coalesce(coded.right_code, {{ not_stated('right_defended', 'coded.unasked_fields') }}) as right_code,
    coalesce(coded.place_type_code, {{ not_stated('place_type', 'coded.unasked_fields') }})
        as place_type_code,
    coalesce(coded.scope_code, {{ not_stated('scope', 'coded.unasked_fields') }}) as scope_code,
    coalesce(coded.verification_code, 'received') as verification_code,
    coalesce(coded.status_code, 'active') as status_code,
    coalesce(coded.in_exile, {{ not_stated('in_exile', 'coded.unasked_fields') }}) as in_exile,
    coalesce(coded.gender_component, {{ not_stated('gender_component', 'coded.unasked_fields') }})
        as gender_component,
    coalesce(coded.collective_action, {{ not_stated('collective_action', 'coded.unasked_fields') }})
        as collective_action,
    coalesce(coded.complaint_filed, {{ not_stated('complaint_filed', 'coded.unasked_fields') }})
        as complaint_filed,
    coalesce(coded.defender_lgbtttiq, {{ not_stated('defender_lgbtttiq', 'coded.unasked_fields') }})
        as defender_lgbtttiq,
    gate.whole(coded.defender_age) as defender_age,
    (
        coded.source_scope = 'women'
        or case coded.target_kind
            when 'collective' then members.has_counted
            when 'organisation' then organisations.code is not null
            else genders.code is not null
        end
    ) is true as is_eligible
from coded
left join members on coded.row_key = members.row_key and coded.submission_id = members.submission_id
left join counted_codes as genders on genders.list = 'gender' and coded.defender_gender_code = genders.code
left join counted_codes as organisations
    on organisations.list = 'organisation_type' and coded.organisation_type_code = organisations.code
left join {{ ref('int_places') }} as places
    on
        coded.country_code = places.country_code
        and coded.admin1_term is not distinct from places.admin1_term
        and coded.admin2_term is not distinct from places.admin2_term
        and coded.district_term is not distinct from places.district_term
        and coalesce(coded.event_start, coded.period) = places.happened_on
