{{ config(tags=['reference']) }}

-- The countries of the registry, one row each.
select
    sources.country as country_code,
    min(sources.country_es) as country_es,
    min(sources.country_en) as country_en,
    min(sources.valid_from) as valid_from
from {{ source('intake', 'source') }} as sources
group by sources.country
