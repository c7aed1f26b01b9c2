{{ config(tags=['reference']) }}

-- Who keeps the registry in a country, and since when. A series that crosses two sources carries a break
-- mark.
select
    sources.country as country_code,
    sources.source_id,
    sources.country_es,
    sources.country_en,
    sources.network_es,
    sources.network_en,
    sources.valid_from,
    sources.valid_to,
    sources.unit,
    sources.scope,
    sources.mode
from {{ source('intake', 'source') }} as sources
