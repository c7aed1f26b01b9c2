{# The rows of a bridge: the codes of `field` by attack and submission, each code once, at its first position. #}
{% macro bridge(field, code) -%}
with attacks as (
    select harmonised.*
    from {{ ref('int_attacks__harmonised') }} as harmonised
    where {{ is_affected('harmonised') }} and exists (
        select 1 from {{ ref('int_event_versions') }} as versions
        where harmonised.event_id = versions.event_id and harmonised.submission_id = versions.submission_id
    )
)

select
    attacks.attack_id,
    attacks.event_id,
    attacks.submission_id,
    elements.code as {{ code }},
    min(elements.no)::integer as position
from attacks
cross join jsonb_array_elements_text(attacks.{{ field }}_codes) with ordinality as elements (code, no)
group by attacks.attack_id, attacks.event_id, attacks.submission_id, elements.code
{%- endmacro %}
