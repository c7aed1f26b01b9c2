{#
The last value of a column of the CTE `mentions` that is known; without one, `not_asked` when nobody ever asked, and
`unknown` otherwise.
#}
{% macro last_known(column) -%}
    coalesce(
        (array_agg(
            mentions.{{ column }}
            order by mentions.known_from desc, mentions.event_start desc nulls last, mentions.event_id, mentions.{{ column }}
        ) filter (where mentions.{{ column }} not in ('unknown', 'not_asked')))[1],
        case when bool_and(mentions.{{ column }} = 'not_asked') then 'not_asked' else 'unknown' end
    )
{%- endmacro %}
