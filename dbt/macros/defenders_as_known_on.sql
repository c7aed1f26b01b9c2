{# What was known of the defenders attacked: one row for each member of a collective, and for each attack on another. #}
{% macro defenders_as_known_on(versions, defenders) %}
{% set of_defenders = {'is_counted': "versions.is_counted and (versions.profile_code <> 'collective' or defenders.is_counted)"} %}
{% for name in ['token', 'identity'] %}
    {% do of_defenders.update({'defender_' ~ name: 'defenders.defender_' ~ name}) %}
{% endfor %}
{% for name in ['gender_code', 'lgbtttiq', 'ethnicity_code', 'age', 'occupation_code', 'role_code'] %}
    {% do of_defenders.update({'defender_' ~ name: of_member('defender_' ~ name, name)}) %}
{% endfor %}
{% do of_defenders.update({'age_band': of_member('age_band', 'age_band')}) %}
create function marts.defenders_as_known_on(known_on date) returns table ({{ columns_of(versions, typed=true) }})
language sql stable parallel safe as $$
    select {{ columns_of(versions, 'versions', instead=of_defenders) }}
    from {{ versions }} as versions
    inner join {{ defenders }} as defenders on versions.attack_version_id = defenders.attack_version_id
    where {{ known_then() }}
$$;
comment on function marts.defenders_as_known_on(date) is
'es: Las agresiones como se conocían ese día, una fila por defensora: la agredida, o cada integrante de una colectiva.
en: Attacks as they were known on that day, a row for each defender: the one attacked, or each member of a collective.';
{% endmacro %}
