{#
In an increment, take away the rows of every version of an attack that is gone, and of those that were written again:
int_attack_versions, which stands before the bridges, is the newer of the two.
#}
{% macro forget_unknown_versions() %}
{% set versions = ref('int_attack_versions') %}
{% set affected = ref('int_affected_events') %}
{% if is_incremental() %}
delete from {{ this }} as bridge
where not exists (
    select 1 from {{ versions }} as versions
    where versions.attack_version_id = bridge.attack_version_id
        and versions.event_id not in (select affected.event_id from {{ affected }} as affected)
)
{% endif %}
{% endmacro %}
