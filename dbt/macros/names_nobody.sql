{# Whether a record names nobody of a kind: no token, and no identity but 'missing'. #}
{% macro names_nobody(tokens, identities) -%}
    (
        array_remove({{ tokens }}, null) = '{}'
        and array_remove(array_remove({{ identities }}, null), 'missing') = '{}'
    )
{%- endmacro %}
