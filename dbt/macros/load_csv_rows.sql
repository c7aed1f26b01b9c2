{#
Rows of a seed, in few statements. dbt's own macro asks for the binding character of every cell through the dispatch
of macros, which takes half a minute for the places.
#}
{% macro postgres__load_csv_rows(model, agate_table) %}
    {% set batch_size = 2000 %}
    {% set columns = get_seed_column_quoted_csv(model, agate_table.column_names) %}
    {% set row = '(' ~ ([get_binding_char()] * agate_table.column_names | length) | join(', ') ~ ')' %}
    {% set statements = [] %}
    {% for batch in agate_table.rows | batch(batch_size) %}
        {% set bindings = [] %}
        {% for cells in batch %}
            {% do bindings.extend(cells) %}
        {% endfor %}
        {% set statement %}
            insert into {{ this.render() }} ({{ columns }}) values {{ ([row] * batch | length) | join(', ') }}
        {% endset %}
        {% do adapter.add_query(statement, bindings=bindings, abridge_sql_log=True) %}
        {% do statements.append(statement) %}
    {% endfor %}
    {{ return(statements[0]) }}
{% endmacro %}
