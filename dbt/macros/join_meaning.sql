{# The join of column `term` of the CTE `attacks` with what it means. #}
{% macro join_meaning(meaning, list, is_array, term) -%}
    left join {{ ref('int_meanings') }} as {{ meaning }}
        on
            {{ meaning }}.list_name = '{{ list }}'
            and {{ meaning }}.is_array = {{ is_array }}
            and attacks.country_code = {{ meaning }}.country_code
            and attacks.source_id = {{ meaning }}.source_id
            and attacks.period = {{ meaning }}.period
            and attacks.{{ term }} = {{ meaning }}.term
{%- endmacro %}
