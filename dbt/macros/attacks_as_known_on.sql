{# What was known of attacks on a day: the rows of fct_attack_version of that day. #}
{% macro attacks_as_known_on(versions) %}
create function marts.attacks_as_known_on(known_on date) returns table ({{ columns_of(versions, typed=true) }})
language sql stable parallel safe as $$
    select {{ columns_of(versions, 'versions') }}
    from {{ versions }} as versions
    where {{ known_then() }}
$$;
comment on function marts.attacks_as_known_on(date) is
'es: Las agresiones como se conocían ese día.
en: Attacks as they were known on that day.';
{% endmacro %}
