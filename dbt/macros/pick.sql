{# Element `number` of an array; an array of one holds for all. #}
{% macro pick(elements, number) -%}
    case when cardinality({{ elements }}) = 1 then {{ elements }}[1] else {{ elements }}[{{ number }}] end
{%- endmacro %}
