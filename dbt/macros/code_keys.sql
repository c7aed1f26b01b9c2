{#
The columns of the marts that hold a code of a list, by their names: `channel_code`, `defender_gender_code`. Each is a
foreign key to the dimension of its list, `dim_channel`. Gives (table, column, dimension, its column).
#}
{% macro code_keys() %}
    {% set keys = [] %}
    {% set lists = (coded_fields().values() | list + coded_arrays().values() | list) | unique | list %}
    {% for model in (graph['nodes'].values() if execute else []) if 'marts' in model.fqn %}
        {% for column in model.columns %}
            {% set name = column | replace('defender_', '') | replace('_code', '') %}
            {% if column.endswith('_code') and name in lists and model.name != 'dim_' ~ name %}
                {% do keys.append((model.name, column, 'dim_' ~ name, name ~ '_code')) %}
            {% endif %}
        {% endfor %}
    {% endfor %}
    {{ return(keys) }}
{% endmacro %}
