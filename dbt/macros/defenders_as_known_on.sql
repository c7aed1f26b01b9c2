{# What was known of the defenders attacked: one row for each member of a collective, and for each attack on another. #}
{% macro defenders_as_known_on(versions, defenders) %}
create function marts.defenders_as_known_on(known_on date) returns table ({{ columns_of(versions, typed=true) }})
language sql stable parallel safe as $$
    {{ defenders_attacked(versions, defenders) }}
    where {{ known_then() }}
$$;
comment on function marts.defenders_as_known_on(date) is
'es: Las agresiones como se conocían ese día, una fila por defensora: la agredida, o cada integrante de una colectiva.
en: Attacks as they were known on that day, a row for each defender: the one attacked, or each member of a collective.';
{% endmacro %}
