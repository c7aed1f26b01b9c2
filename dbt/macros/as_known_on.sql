{#
The functions by which analysts ask what was known on a day. Made after every build, since a build makes the tables
anew; all in one transaction, so that nobody finds one gone, and not before the marts they read are all there. They
are plain SQL, which the planner opens up: a filter on what they return reaches the table.
#}
{% macro as_known_on() %}
{% set marts = relations_of_marts(['fct_attack_version', 'bridge_attack_defender', 'dim_submission']) %}
{% if marts | length == 3 %}
begin;
drop function if exists marts.attacks_as_known_on(date);
drop function if exists marts.defenders_as_known_on(date);
{{ was_loaded_on() }}
{{ attacks_as_known_on(marts['fct_attack_version']) }}
{{ defenders_as_known_on(marts['fct_attack_version'], marts['bridge_attack_defender']) }}
grant execute on function
    marts.was_loaded_on(date), marts.attacks_as_known_on(date), marts.defenders_as_known_on(date)
    to {{ adapter.quote(env_var('MESO_DBT_ANALYST', 'analyst')) }};
commit;
{% else %}
select 1
{% endif %}
{% endmacro %}
