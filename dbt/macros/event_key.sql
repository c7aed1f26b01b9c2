{# The key of a case as kept by its team; where a source keeps none, the month and the number of the record. #}
{% macro event_key(case_key, period, record) -%}
    coalesce({{ case_key }}, to_char({{ period }}, 'YYYY-MM') || '#' || {{ record }})
{%- endmacro %}
