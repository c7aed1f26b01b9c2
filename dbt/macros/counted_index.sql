{#
The columns by which attacks that count are grouped most, in an index of fct_attack: what reads no other reads a fifth
of the pages. The vacuum after each build marks those pages as seen by everybody; before it the table is read as well.
#}
{% macro counted_index() -%}
    create index on {{ this }} (event_year, country_code) include (
        event_month, profile_code, form_code, channel_code, right_code, source_id, first_known_on, attack_version_id
    ) where is_counted
{%- endmacro %}
