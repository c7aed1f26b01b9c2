{# The band of an age in years; `missing` (SQL) when it is not stated. #}
{% macro age_band(age, missing) -%}
    case
        when {{ age }} < 18 then '0-17'
        when {{ age }} < 30 then '18-29'
        when {{ age }} < 45 then '30-44'
        when {{ age }} < 60 then '45-59'
        when {{ age }} >= 60 then '60+'
        else {{ missing }}
    end
{%- endmacro %}
