{{ config(tags=['reference']) }}

-- Who keeps the registry in a country, and since when. A country may have had several sources: its name is in
-- dim_country, and an attack is joined to its source by `source_id` alone.
select
    sources.source_id,
    sources.country as source_country_code,
    sources.network_es,
    sources.network_en,
    sources.valid_from,
    sources.valid_to,
    sources.unit,
    sources.scope,
    sources.mode
from {{ source('intake', 'source') }} as sources
