{#
The functions that analysts ask what was known on a date. Made after every build, since a build makes the tables
anew; each in one transaction, so that nobody finds it gone. They are plain SQL, which the planner opens up: a
filter on what they return reaches the table; a date that is null must still come to was_loaded_on, hence the
coalesce. Nothing is made while the marts are not all there.
#}
{% macro as_known_on() %}
    {% if execute %}
        {% set found = {} %}
        {% for name in ['fct_attack_version', 'bridge_collective_member', 'dim_submission'] %}
            {% do found.update({name: adapter.get_relation(target.database, 'marts', name)}) %}
        {% endfor %}
        {% if found.values() | select('none') | list | length == 0 %}
            {{ return(known_functions(found)) }}
        {% endif %}
    {% endif %}
    {{ return('select 1') }}
{% endmacro %}

{% macro known_functions(marts) %}
{% set columns = adapter.get_columns_in_relation(marts['fct_attack_version']) %}
{% set persons = {
    'defender_token': 'members.defender_token', 'defender_identity': 'members.defender_identity',
    'defender_gender_code': 'members.gender_code', 'defender_lgbtttiq': 'members.lgbtttiq',
    'defender_occupation_code': 'members.occupation_code', 'defender_role_code': 'members.role_code',
} %}
{% set known_then -%}
where
        versions.known_from <= coalesce($1, '-infinity')
        and (versions.known_to is null or versions.known_to > $1)
        and marts.was_loaded_on($1)
{%- endset %}
begin;
drop function if exists marts.attacks_as_known_on(date);
drop function if exists marts.defenders_as_known_on(date);

create or replace function marts.was_loaded_on(known_on date) returns boolean
language plpgsql stable parallel safe as $$
declare
    first_day date := (select min(submissions.filed_on) from {{ marts['dim_submission'] }} as submissions);
begin
    if first_day is null or known_on is null or known_on < first_day then
        raise exception using
            errcode = 'no_data_found',
            message = format(
                'Nada se conoce el %s: el primer archivo se cargó el %s. / '
                'Nothing is known on %s: the first file was loaded on %s.',
                coalesce(known_on::text, '?'), coalesce(first_day::text, '?'),
                coalesce(known_on::text, '?'), coalesce(first_day::text, '?')
            );
    end if;
    return true;
end
$$;
comment on function marts.was_loaded_on(date) is
'es: Verdadero, o un error cuando ese día todavía no se conocía nada.
en: True, or an error when nothing was known yet on that day.';

create function marts.attacks_as_known_on(known_on date)
returns table ({% for c in columns %}{{ c.name }} {{ c.data_type }}{{ ', ' if not loop.last }}{% endfor %})
language sql stable parallel safe as $$
    select {% for c in columns %}versions.{{ c.name }}{{ ', ' if not loop.last }}{% endfor %}
    from {{ marts['fct_attack_version'] }} as versions
    {{ known_then }}
$$;
comment on function marts.attacks_as_known_on(date) is
'es: Las agresiones como se conocían ese día.
en: Attacks as they were known on that day.';

create function marts.defenders_as_known_on(known_on date)
returns table ({% for c in columns %}{{ c.name }} {{ c.data_type }}{{ ', ' if not loop.last }}{% endfor %})
language sql stable parallel safe as $$
    select {% for c in columns -%}
        {%- if c.name in persons -%}
            case when versions.profile_code = 'collective' then {{ persons[c.name] }} else versions.{{ c.name }} end
        {%- else -%}
            versions.{{ c.name }}
        {%- endif -%}
        {{ ', ' if not loop.last }}
    {%- endfor %}
    from {{ marts['fct_attack_version'] }} as versions
    left join {{ marts['bridge_collective_member'] }} as members
        on versions.collective_id = members.collective_id and versions.submission_id = members.submission_id
    {{ known_then }}
$$;
comment on function marts.defenders_as_known_on(date) is
'es: Las agresiones como se conocían ese día, una fila por defensora: la agredida, o cada integrante de una colectiva.
en: Attacks as they were known on that day, a row for each defender: the one attacked, or each member of a collective.';

grant execute on function
    marts.was_loaded_on(date), marts.attacks_as_known_on(date), marts.defenders_as_known_on(date) to analyst;
commit;
{% endmacro %}
