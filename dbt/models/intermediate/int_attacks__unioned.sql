{{ config(materialized='view') }}

-- The attacks of every country of the catalogue. A new country is one name more in `registries`.
{% for country in var('registries') -%}
select * from {{ ref('stg_' ~ country ~ '__attacks') }}
{% if not loop.last %}union all
{% endif %}
{%- endfor %}
