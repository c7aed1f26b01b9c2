{#
The rows of a bridge: the codes of `field` by version of an attack. The weights of a version sum to one. With
`is_always` a version of which nothing is stated has a row too.
#}
{% macro bridge(field, code, is_always=true) -%}
with attacks as (
    select versions.attack_version_id, versions.unasked_fields, versions.{{ field }}_codes as codes
    from {{ ref('int_attack_versions') }} as versions
    where {{ is_affected('versions') }}
),

stated as ({{ stated_codes(field, is_always) }})

select
    stated.attack_version_id,
    stated.code as {{ code }},
    stated.position,
    1.0::double precision / count(*) over (partition by stated.attack_version_id) as weight
from stated
{%- endmacro %}
