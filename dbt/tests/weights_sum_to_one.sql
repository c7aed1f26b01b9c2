-- The weights of each bridge sum to one a version of an attack, of all versions, but close persons: most have none.
{% set bridges = ['perpetrator', 'right', 'gender_element', 'context', 'defender', 'close_person'] %}
{% for bridge in bridges %}
    select
        '{{ bridge }}' as bridge,
        versions.attack_version_id
    from {{ ref('fct_attack_version') }} as versions
    {{ 'inner' if bridge == 'close_person' else 'left' }} join {{ ref('bridge_attack_' ~ bridge) }} as bridges
        on versions.attack_version_id = bridges.attack_version_id
    group by versions.attack_version_id
    having abs(coalesce(sum(bridges.weight), 0) - 1) > 1e-9
    {{ 'union all' if not loop.last }}
{% endfor %}
