{# The tables of these names that stand in `marts`, by name. #}
{% macro relations_of_marts(names) %}
    {% set relations = {} %}
    {% for name in names if execute %}
        {% set relation = adapter.get_relation(target.database, 'marts', name) %}
        {% if relation %}{% do relations.update({name: relation}) %}{% endif %}
    {% endfor %}
    {{ return(relations) }}
{% endmacro %}
