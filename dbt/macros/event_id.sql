{# The id of a case: of its country, its source and its key. #}
{% macro event_id(country, source, key) -%}
    md5(concat_ws('|', {{ country }}, {{ source }}, {{ key }}))
{%- endmacro %}
