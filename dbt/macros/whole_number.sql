{# A landed text as an integer; null when it is none, or too long to be a count. #}
{% macro whole_number(text) -%}
    case when gate.is_whole({{ text }}) and length({{ text }}) < 10 then {{ text }}::integer end
{%- endmacro %}
