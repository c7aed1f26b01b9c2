{#
The member for a field without a value: `not_asked` where the layout of the file has no column for it, `unknown` where
it has one. `fields`: a JSON array of the fields that the layout does not have.
#}
{% macro not_stated(field, fields='attacks.unasked_fields') -%}
    case when {{ fields }} @> '"{{ field }}"' then 'not_asked' else 'unknown' end
{%- endmacro %}

{# The same for what only a person has: an attack on a collective or an organisation states it of nobody. #}
{% macro of_person(column, field) -%}
    case
        when attacks.target_kind <> 'individual' then 'not_applicable'
        else coalesce(attacks.{{ column }}, {{ not_stated(field) }})
    end
{%- endmacro %}
