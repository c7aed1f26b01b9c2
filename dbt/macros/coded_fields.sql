{# Fields of one term: column of int_attacks__exploded without _term, and its code list. #}
{% macro coded_fields() %}
    {{ return({
        'form': 'form', 'channel': 'channel', 'right': 'right', 'right_violated': 'right_violated',
        'profile': 'profile', 'place_type': 'place_type', 'scope': 'scope', 'verification': 'verification',
        'status': 'status', 'status_reason': 'status_reason',
        'defender_gender': 'gender', 'defender_ethnicity': 'ethnicity', 'defender_occupation': 'occupation',
        'defender_role': 'role', 'organisation_type': 'organisation_type',
    }) }}
{% endmacro %}

{# Fields of several terms: column of int_attacks__exploded without _terms, and its code list. #}
{% macro coded_arrays() %}
    {{ return({
        'right_other': 'right', 'perpetrator': 'perpetrator', 'gender_element': 'gender_element',
        'context': 'context', 'close_relation': 'close_relation', 'protection_measure': 'protection_measure',
    }) }}
{% endmacro %}
