{# In an increment, take away the rows of every event of which something else may stand; see forget_touched. #}
{% macro forget_affected() %}
{% set affected = ref('int_affected_events') %}
{% if is_incremental() %}
delete from {{ this }}
where event_id in (select affected.event_id from {{ affected }} as affected)
{% endif %}
{% endmacro %}
