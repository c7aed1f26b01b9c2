{# The rows of `versions` that were known on the day that the function is asked for; a null day is an error too. #}
{% macro known_then() -%}
    versions.known_from <= coalesce($1, '-infinity')
    and (versions.known_to is null or versions.known_to > $1)
    and marts.was_loaded_on($1)
{%- endmacro %}
