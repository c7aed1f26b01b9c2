{#
Increments. A submission is touched when the ledger tells of it since the last build; an event is affected when
what stands of it can have changed. Both are deleted whole and written again, in the transaction of the model,
so that what is gone from the ledger goes from the tables.
#}
{% macro forget_touched() %}
{% set submissions = ref('stg_ledger__submissions') %}
{% if is_incremental() %}
delete from {{ this }}
where submission_id in (
    select submissions.submission_id from {{ submissions }} as submissions where submissions.is_touched
)
{% endif %}
{% endmacro %}

{% macro forget_affected() %}
{% set affected = ref('int_affected_events') %}
{% if is_incremental() %}
delete from {{ this }}
where event_id in (select affected.event_id from {{ affected }} as affected)
{% endif %}
{% endmacro %}

{# A condition on the submissions a model takes: all in a full build. #}
{% macro is_taken(submissions) -%}
    {{ submissions }}.is_accepted{% if is_incremental() %} and {{ submissions }}.is_touched{% endif %}
{%- endmacro %}

{# A condition on the events a model takes: all in a full build. #}
{% macro is_affected(relation) -%}
    {%- set affected = ref('int_affected_events') -%}
    {%- if is_incremental() -%}
    {{ relation }}.event_id in (select affected.event_id from {{ affected }} as affected)
    {%- else -%}
    true
    {%- endif -%}
{%- endmacro %}
