{{ config(indexes=[
    {'columns': ['key', 'country_code']}
]) }}

-- Every way a place is written, with the department it is looked up in and the span in which it exists.
-- san_jose of a form is read as san jose.
-- What the coordination accepted stands beside the seed.
with named as (
    select
        place_alias.place_id,
        place_alias.key
    from {{ ref('place_alias') }} as place_alias
    union
    select
        decided.place_id,
        decided.key
    from {{ source('intake', 'decided_place') }} as decided
),

aliases as (
    select
        named.place_id,
        named.key
    from named
    union
    select
        named.place_id,
        replace(named.key, '_', ' ') as key  -- noqa: RF04
    from named
)

select
    places.country as country_code,
    places.level,
    places.iso_3166_2 as admin1_id,
    places.place_id,
    aliases.key,
    coalesce(places.valid_from, '-infinity'::date) as valid_from,
    coalesce(places.valid_to, 'infinity'::date) as valid_to
from {{ ref('place') }} as places
inner join aliases on places.place_id = aliases.place_id
