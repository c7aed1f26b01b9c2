{# Defender `number` of the CTE `numbered`, as columns. #}
{% macro defender_columns(number) -%}
        {{ pick('numbered.defender_tokens', number) }} as token,
        {{ pick('numbered.defender_identities', number) }} as identity,
        {{ pick('numbered.defender_genders', number) }} as gender,
        {{ pick('numbered.defender_lgbtttiqs', number) }} as lgbtttiq,
        {{ pick('numbered.defender_ethnicities', number) }} as ethnicity,
        {{ pick('numbered.defender_ages', number) }} as age,
        {{ pick('numbered.defender_occupations', number) }} as occupation,
        {{ pick('numbered.defender_roles', number) }} as role
{%- endmacro %}
