{# Where the meaning of `term` is looked up: `terms` an alias of stg_reference__terms, the others SQL. #}
{% macro means(terms, list, attacks, term) -%}
    {{ terms }}.list = {{ list }}
    and {{ terms }}.country_code = {{ attacks }}.country_code
    and {{ terms }}.source_id = {{ attacks }}.source_id
    and {{ terms }}.term_key = gate.term_key({{ term }})
    and {{ terms }}.valid_from <= {{ attacks }}.period
    and {{ terms }}.valid_until > {{ attacks }}.period
{%- endmacro %}
