{# A condition on the submissions a model takes: all that were accepted in a full build. #}
{% macro is_taken(submissions) -%}
    {{ submissions }}.is_accepted{% if is_incremental() %} and {{ submissions }}.is_touched{% endif %}
{%- endmacro %}
