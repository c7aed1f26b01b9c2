{# What was known of the defenders attacked: one row for each member of a collective, and for each attack on another. #}
{% macro defenders_as_known_on(versions, members) %}
{% set of_members = {} %}
{% for name in ['token', 'identity', 'gender_code', 'lgbtttiq', 'occupation_code', 'role_code'] %}
    {% set column = 'defender_' ~ name %}
    {% set member = 'members.' ~ (column if name in ['token', 'identity'] else name) %}
    {% set sql = "case when versions.profile_code = 'collective' then " ~ member ~ " else versions." ~ column ~ " end" %}
    {% do of_members.update({column: sql}) %}
{% endfor %}
create function marts.defenders_as_known_on(known_on date) returns table ({{ columns_of(versions, typed=true) }})
language sql stable parallel safe as $$
    select {{ columns_of(versions, 'versions', instead=of_members) }}
    from {{ versions }} as versions
    left join {{ members }} as members
        on versions.collective_id = members.collective_id and versions.submission_id = members.submission_id
    where {{ known_then() }}
$$;
comment on function marts.defenders_as_known_on(date) is
'es: Las agresiones como se conocían ese día, una fila por defensora: la agredida, o cada integrante de una colectiva.
en: Attacks as they were known on that day, a row for each defender: the one attacked, or each member of a collective.';
{% endmacro %}
