{# The band of an age in years; null when the age is not known. #}
{% macro age_band(age) -%}
    case
        when {{ age }} < 18 then '0-17'
        when {{ age }} < 30 then '18-29'
        when {{ age }} < 45 then '30-44'
        when {{ age }} < 60 then '45-59'
        when {{ age }} >= 60 then '60+'
    end
{%- endmacro %}
