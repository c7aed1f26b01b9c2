{#
The place that `term` names within the department of `row` (in the whole country without one, when only one place
is called so): of the levels in their order, first as it was on the day, then as it is called at another time.
#}
{% macro place_within(row, term, levels) -%}
        select (array_agg(places.place_id order by
            places.valid_from <= {{ row }}.happened_on and {{ row }}.happened_on <= places.valid_to desc,
            places.level = '{{ levels[0] }}' desc, places.place_id))[1] as place_id
        from {{ ref('stg_reference__places') }} as places
        where
            places.country_code = {{ row }}.country_code
            and places.level in ('{{ levels | join("', '") }}')
            and places.key = gate.term_key({{ term }})
            and ({{ row }}.admin1_id is null or places.admin1_id = {{ row }}.admin1_id)
        having {{ row }}.admin1_id is not null or count(distinct places.admin1_id) = 1
{%- endmacro %}
