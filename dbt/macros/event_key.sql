{# The key of a record's case; where a source keeps none, the month and the number of the record. #}
{% macro event_key(records) -%}
    coalesce({{ records }}.case_key, to_char({{ records }}._period, 'YYYY-MM') || '#' || {{ records }}._record)
{%- endmacro %}
