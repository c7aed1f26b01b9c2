{#
The rows of a bridge: the codes of `field` by version of an attack, each code once, at the position at which it is
stated first. Where the file states none, one row of the member that says so, at position 0. The weights of a version
sum to one.
#}
{% macro bridge(field, code, asked_as=none, is_always=true) -%}
with attacks as (
    select versions.attack_version_id, versions.unasked_fields, versions.{{ field }}_codes as codes
    from {{ ref('int_attack_versions') }} as versions
    where {{ is_affected('versions') }}
),

stated as (
    select attacks.attack_version_id, elements.code, min(elements.no)::integer as position
    from attacks
    cross join jsonb_array_elements_text(attacks.codes) with ordinality as elements (code, no)
    group by attacks.attack_version_id, elements.code
    {%- if is_always %}
    union all
    select attacks.attack_version_id, {{ not_stated(asked_as or field) }}, 0
    from attacks
    where coalesce(jsonb_array_length(attacks.codes), 0) = 0
    {%- endif %}
)

select
    stated.attack_version_id,
    stated.code as {{ code }},
    stated.position,
    1.0::double precision / count(*) over (partition by stated.attack_version_id) as weight
from stated
{%- endmacro %}
