{#
Each `relationships` test of a mart is a foreign key of PostgreSQL as well. A build makes dimensions anew after the facts
that point to them, with several threads at once: so the keys are dropped when it begins, and made when it ends, which
checks every row. What breaks one fails the build. Deferred, so that the order of changes by hand does not matter.
#}
{% macro add_foreign_keys() %}
{% for test in (graph['nodes'].values() if execute else []) if (test.test_metadata or {}).name == 'relationships' %}
    {% set arguments = test.test_metadata.kwargs %}
    {% set child = graph['nodes'][test.attached_node].name %}
    {% set parent = arguments.to.split("'")[1] %}
    {% set relations = relations_of_marts([child, parent]) %}
    {% if child in relations and parent in relations %}
alter table {{ relations[child] }} add foreign key ({{ arguments.column_name }})
    references {{ relations[parent] }} ({{ arguments.field }}) deferrable initially deferred;
    {% endif %}
{% endfor %}
commit;
{% endmacro %}
