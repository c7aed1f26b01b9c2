{#
The attacks of landed records: one row per form and target of the event.

`relation` is a CTE with the columns of raw.<cc>. An individual attack gives a row per form and victim; a collective
one a row per form; one on organisations a row per form and organisation. Records of one case (a source that keeps
an attack a row) are numbered on, so that no two attacks share a number. Without a case key the record is the case.
#}
{% macro attacks_from(relation, country) %}
records as (
    select
        landed.*,
        profiles.code as profile_code,
        coalesce(landed.case_key, to_char(landed._period, 'YYYY-MM') || '#' || landed._record) as known_case_key,
        gate.elements(landed.form) as forms,
        gate.elements(landed.channel) as channels,
        {%- for field in target_fields() %}
        gate.elements(landed.{{ field }}) as {{ field }}_values{{ "," if not loop.last }}
        {%- endfor %}
    from {{ relation }} as landed
    left join {{ ref('stg_reference__terms') }} as profiles
        on
            profiles.list = 'profile'
            and profiles.country_code = '{{ country }}'
            and landed._source = profiles.source_id
            and profiles.term_key = gate.term_key(landed.profile)
            and landed._period >= profiles.valid_from
            and landed._period < profiles.valid_until
),

profiled as (
    select
        records.*,
        case
            when profile_code in ('individual', 'collective', 'organisation') then profile_code
            when {{ nobody('defender') }} and not {{ nobody('organisation') }} then 'organisation'
            else 'individual'
        end as target_kind,
        greatest(cardinality(forms), 1) as form_count,
        greatest({% for field in target_fields('defender') %}cardinality({{ field }}_values), {% endfor %}1) as defender_count,
        greatest({% for field in target_fields('organisation') %}cardinality({{ field }}_values), {% endfor %}1)
            as organisation_count
    from records
),

numbered as (
    select
        profiled.*,
        case target_kind
            when 'collective' then 1
            when 'organisation' then organisation_count
            else defender_count
        end as target_count,
        coalesce(
            sum(form_count) over (
                partition by _submission, known_case_key
                order by _record
                rows between unbounded preceding and 1 preceding
            ), 0
        )::integer as forms_before
    from profiled
),

attacks as (
    select
        md5(concat_ws('|', '{{ country }}', _source, known_case_key, target.no, forms_before + form.no)) as attack_id,
        md5(concat_ws('|', '{{ country }}', _source, known_case_key)) as event_id,
        _submission as submission_id,
        _record as record_no,
        _sheet as sheet,
        _row as row_number,
        '{{ country }}'::text as country_code,
        _source as source_id,
        known_case_key as case_key,
        target.no as target_no,
        forms_before + form.no as form_no,
        event_date as event_date_edtf,
        event_date_end as event_date_end_edtf,
        recorded_on as recorded_on_edtf,
        admin1 as admin1_term,
        admin2 as admin2_term,
        district as district_term,
        place_type as place_type_term,
        scope as scope_term,
        in_exile,
        profile as profile_term,
        forms[form.no] as form_term,
        {{ pick('channels', 'form.no') }} as channel_term,
        right_defended as right_term,
        right_violated as right_violated_term,
        right_other as right_other_terms,
        perpetrator as perpetrator_terms,
        gender_element as gender_element_terms,
        context as context_terms,
        close_relation as close_relation_terms,
        gender_component,
        collective_action,
        complaint_filed,
        {{ whole_number('collective_identified') }} as collective_identified,
        {{ whole_number('collective_estimated') }} as collective_estimated,
        verification as verification_term,
        status as status_term,
        status_reason as status_reason_term,
        protection_measure as protection_measure_term,
        target_kind,
        {% for field in target_fields('defender') -%}
        case when target_kind = 'individual' then {{ pick(field ~ '_values', 'target.no') }} end as {{ renamed(field) }},
        {% endfor -%}
        {% for field in target_fields('organisation') -%}
        case when target_kind = 'organisation' then {{ pick(field ~ '_values', 'target.no') }} end as {{ renamed(field) }},
        {% endfor -%}
        case when target_kind = 'collective' then {{ members() }} end as members
    from numbered
    cross join generate_series(1, target_count) as target (no)
    cross join generate_series(1, form_count) as form (no)
)
{% endmacro %}
