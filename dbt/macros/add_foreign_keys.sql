{#
Each `relationships` test of a mart is a foreign key of PostgreSQL as well, and so is each code of a list. A build makes
dimensions anew after the facts that point to them, with several threads at once: so the keys are dropped when it
begins, and made when it ends, which checks every row. What breaks one fails the build. Deferred, so that the order of
changes by hand does not matter.
#}
{% macro add_foreign_keys() %}
{% set keys = code_keys() %}
{% for test in (graph['nodes'].values() if execute else []) if (test.test_metadata or {}).name == 'relationships' %}
    {% set arguments = test.test_metadata.kwargs %}
    {% set key = (graph['nodes'][test.attached_node].name, arguments.column_name,
        arguments.to.split("'")[1], arguments.field) %}
    {% do keys.append(key) if key not in keys %}
{% endfor %}
{% set relations = relations_of_marts((keys | map(attribute=0) | list + keys | map(attribute=2) | list) | unique) %}
{% for child, column, parent, field in keys %}
    {% if child in relations and parent in relations %}
alter table {{ relations[child] }} add foreign key ({{ column }})
    references {{ relations[parent] }} ({{ field }}) deferrable initially deferred;
    {% endif %}
{% endfor %}
commit;
{% endmacro %}
