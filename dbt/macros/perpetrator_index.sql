{#
What the shares of perpetrators read, and nothing else, in an index of fct_attack: with these columns in the other one it
is so large that the table is read in its place.
#}
{% macro perpetrator_index() -%}
    create index on {{ this }} (event_year) include (
        perpetrator_count, state_perpetrator_count, identified_perpetrator_count
    ) where is_counted
{%- endmacro %}
