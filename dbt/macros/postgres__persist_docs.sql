{#
In the place of dbt's own: the comments of a mart in one statement. That its columns are there, which dbt asks the
database twice for each table, its contract says; and a table that an increment adds to has its comments.
#}
{% macro postgres__persist_docs(relation, model, for_relation, for_columns) %}
{% if config.persist_relation_docs() and not is_incremental() %}
    {% set comments %}
        {{ alter_relation_comment(relation, model.description) }}
        {% for column in model.columns.values() %}
            comment on column {{ relation }}.{{ column.name }} is {{ postgres_escape_comment(column.description) }};
        {% endfor %}
    {% endset %}
    {% do run_query(comments) %}
{% endif %}
{% endmacro %}
