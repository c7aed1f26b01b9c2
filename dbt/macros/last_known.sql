{# The last value of a column of the CTE `mentions` that is not unknown; 'unknown' when there is none. #}
{% macro last_known(column) -%}
    coalesce((array_agg(
        mentions.{{ column }}
        order by mentions.known_from desc, mentions.event_start desc nulls last, mentions.event_id, mentions.{{ column }}
    ) filter (where mentions.{{ column }} <> 'unknown'))[1], 'unknown')
{%- endmacro %}
