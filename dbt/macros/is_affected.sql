{# A condition on the events a model takes: all in a full build. #}
{% macro is_affected(relation) -%}
    {%- set affected = ref('int_affected_events') -%}
    {%- if is_incremental() -%}
    {{ relation }}.event_id in (select affected.event_id from {{ affected }} as affected)
    {%- else -%}
    true
    {%- endif -%}
{%- endmacro %}
