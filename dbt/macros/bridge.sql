{# The rows of a bridge: the codes of `field` by attack and submission, each code once, in the order told. #}
{% macro bridge(field, code) -%}
with attacks as (
    select
        harmonised.attack_id,
        harmonised.event_id,
        harmonised.submission_id,
        harmonised.{{ field }}_codes as codes
    from {{ ref('int_attacks__harmonised') }} as harmonised
    where
        {{ is_affected('harmonised') }}
        and harmonised.{{ field }}_codes is not null
        and exists (
            select 1 from {{ ref('int_event_versions') }} as versions
            where harmonised.event_id = versions.event_id and harmonised.submission_id = versions.submission_id
        )
)

select
    attacks.attack_id,
    attacks.event_id,
    attacks.submission_id,
    said.code as {{ code }},
    min(said.no)::integer as position
from attacks
cross join jsonb_array_elements_text(attacks.codes) with ordinality as said (code, no)
group by attacks.attack_id, attacks.event_id, attacks.submission_id, said.code
{%- endmacro %}
