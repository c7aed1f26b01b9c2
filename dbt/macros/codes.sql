{# Fields of one term: column of staging without _term, and its code list. #}
{% macro coded_fields() %}
    {{ return({
        'form': 'form', 'channel': 'channel', 'right': 'right', 'right_violated': 'right_violated',
        'profile': 'profile', 'place_type': 'place_type', 'scope': 'scope', 'verification': 'verification',
        'status': 'status', 'status_reason': 'status_reason', 'protection_measure': 'protection_measure',
        'defender_gender': 'gender', 'defender_ethnicity': 'ethnicity', 'defender_occupation': 'occupation',
        'defender_role': 'role', 'organisation_type': 'organisation_type',
    }) }}
{% endmacro %}

{# Fields of several terms: column of staging without _terms, and its code list. #}
{% macro coded_arrays() %}
    {{ return({
        'right_other': 'right', 'perpetrator': 'perpetrator', 'gender_element': 'gender_element',
        'context': 'context', 'close_relation': 'close_relation',
    }) }}
{% endmacro %}

{# Where the meaning of `term` is found: `terms` an alias of stg_reference__terms, the others SQL. #}
{% macro means(terms, list, attacks, term) -%}
    {{ terms }}.list = {{ list }}
    and {{ terms }}.country_code = {{ attacks }}.country_code
    and {{ terms }}.source_id = {{ attacks }}.source_id
    and {{ terms }}.term_key = gate.term_key({{ term }})
    and {{ terms }}.valid_from <= {{ attacks }}.period
    and {{ terms }}.valid_until > {{ attacks }}.period
{%- endmacro %}

{# The join of a field of `attacks` with what it means, under the alias `meant`. #}
{% macro join_meaning(meant, list, is_array, attacks, said) -%}
    left join {{ ref('int_meanings') }} as {{ meant }}
        on
            {{ meant }}.list_name = '{{ list }}'
            and {{ meant }}.is_array = {{ is_array }}
            and {{ attacks }}.country_code = {{ meant }}.country_code
            and {{ attacks }}.source_id = {{ meant }}.source_id
            and {{ attacks }}.period = {{ meant }}.period
            and {{ said }} = {{ meant }}.said
{%- endmacro %}
