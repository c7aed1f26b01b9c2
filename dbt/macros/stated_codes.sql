{#
The codes of the CTE `attacks`, each once, at the position at which it is stated first; where the file states none, the
member that says so, at position 0.
#}
{% macro stated_codes(field, is_always) -%}
    select attacks.attack_version_id, elements.code, min(elements.no)::integer as position
    from attacks
    cross join jsonb_array_elements_text(attacks.codes) with ordinality as elements (code, no)
    group by attacks.attack_version_id, elements.code
    {%- if is_always %}
    union all
    select attacks.attack_version_id, {{ not_stated(field) }}, 0
    from attacks
    where coalesce(jsonb_array_length(attacks.codes), 0) = 0
    {%- endif %}
{%- endmacro %}
