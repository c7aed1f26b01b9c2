{# The landed fields of targets, as in catalog/fields.yml; of one kind when `kind` is given. #}
{% macro target_fields(kind=none) %}
    {% set fields = {
        'defender': ['defender_token', 'defender_identity', 'defender_gender', 'defender_lgbtttiq',
                     'defender_ethnicity', 'defender_age', 'defender_occupation', 'defender_role'],
        'organisation': ['organisation_token', 'organisation_identity', 'organisation_type'],
    } %}
    {{ return(fields[kind] if kind else fields['defender'] + fields['organisation']) }}
{% endmacro %}

{# A field of local terms ends in _term in staging. #}
{% macro renamed(field) -%}
    {% set terms = ['defender_gender', 'defender_ethnicity', 'defender_occupation', 'defender_role', 'organisation_type'] -%}
    {{ field ~ '_term' if field in terms else field }}
{%- endmacro %}

{# Whether a record names nobody of the kind: no token, and no identity but 'missing'. #}
{% macro nobody(kind) -%}
    (
        array_remove({{ kind }}_token_values, null) = '{}'
        and array_remove(array_remove({{ kind }}_identity_values, null), 'missing') = '{}'
    )
{%- endmacro %}

{# The defenders of a collective attack as a JSON array of objects. #}
{% macro members() -%}
    (
        select
            coalesce(jsonb_agg(jsonb_build_object(
                {%- for field in target_fields('defender') %}
                '{{ field | replace("defender_", "") }}', {{ pick(field ~ '_values', 'member.no') }}{{ "," if not loop.last }}
                {%- endfor %}
            ) order by member.no), '[]')::text
        from generate_series(1, cardinality(defender_identity_values)) as member (no)
    )
{%- endmacro %}
