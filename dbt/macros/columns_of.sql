{#
The columns of `relation` under `alias`, one a line: without those in `but`, with the SQL of those in `instead`, and
followed by their types where `typed` (then without an alias).
#}
{% macro columns_of(relation, alias=none, but=[], instead={}, typed=false) -%}
    {%- for column in adapter.get_columns_in_relation(relation) if column.name not in but %}
    {% if typed -%}
        {{ column.name }} {{ column.data_type }}
    {%- elif column.name in instead -%}
        {{ instead[column.name] }} as {{ column.name }}
    {%- else -%}
        {{ alias }}.{{ column.name }}
    {%- endif -%}
    {{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
