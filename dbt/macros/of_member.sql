{# A column of the version, or of the member of a collective. #}
{% macro of_member(column, of_defender) -%}
    case when versions.profile_code = 'collective' then defenders.{{ of_defender }} else versions.{{ column }} end
{%- endmacro %}
