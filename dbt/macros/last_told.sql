{# What `mentions` told last of a column that is not unknown; 'unknown' when never. #}
{% macro last_told(column) -%}
    coalesce((array_agg(
        mentions.{{ column }}
        order by mentions.known_from desc, mentions.event_start desc nulls last, mentions.event_id, mentions.{{ column }}
    ) filter (where mentions.{{ column }} <> 'unknown'))[1], 'unknown')
{%- endmacro %}
