{# The columns of attacks for each defender attacked: the one attacked, or each member of a collective. #}
{% macro defenders_attacked(versions, defenders) %}
{% set of_defenders = {'is_counted': 'defenders.is_counted'} %}
{% for name in ['token', 'identity'] %}
    {% do of_defenders.update({'defender_' ~ name: 'defenders.defender_' ~ name}) %}
{% endfor %}
{% for name in ['gender_code', 'lgbtttiq', 'ethnicity_code', 'age', 'occupation_code', 'role_code'] %}
    {% do of_defenders.update({'defender_' ~ name: of_member('defender_' ~ name, name)}) %}
{% endfor %}
{% do of_defenders.update({'age_band': of_member('age_band', 'age_band')}) %}
    select {{ columns_of(versions, 'versions', instead=of_defenders) }}
    from {{ versions }} as versions
    inner join {{ defenders }} as defenders on versions.attack_version_id = defenders.attack_version_id
{% endmacro %}
