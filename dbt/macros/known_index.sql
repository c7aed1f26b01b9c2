{# What became known of a year from one day to another: of the attacks that count, in an index of fct_attack_version. #}
{% macro known_index() -%}
    create index on {{ this }} (event_year, known_from, known_to, country_code, event_month) where is_counted
{%- endmacro %}
