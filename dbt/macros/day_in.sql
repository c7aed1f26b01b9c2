{# The day that a moment is in a time zone: days of a registry are those of its country, whatever the server's zone. #}
{% macro day_in(time_zone, moment='now()') -%}
    ({{ moment }} at time zone {{ time_zone }})::date
{%- endmacro %}
