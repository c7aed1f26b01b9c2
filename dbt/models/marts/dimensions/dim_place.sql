{{ config(tags=['reference'], indexes=[{'columns': ['country_code', 'admin1_id']}]) }}

-- Departments, municipalities and districts, El Salvador's before and after its reform of May 2024.
select
    places.place_id,
    places.country as country_code,
    places.level,
    places.iso_3166_2 as admin1_id,
    places.name,
    places.parent_id,
    places.valid_from,
    places.valid_to,
    places.official_code,
    places.successor_id
from {{ ref('place') }} as places
