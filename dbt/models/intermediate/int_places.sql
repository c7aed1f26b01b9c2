{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook='{% if is_incremental() %}delete from {{ this }}{% endif %}',
    indexes=[{'columns': ['admin1_term', 'admin2_term']}]
) }}

-- Where the submissions that are taken place their events, each once, and the place it is: the smallest that
-- is known, within its department.
with attacks as (
    select distinct
        exploded.country_code,
        exploded.admin1_term,
        exploded.admin2_term,
        exploded.district_term,
        coalesce(gate.edtf_first(exploded.event_date_edtf), submissions.period) as happened_on
    from {{ ref('int_attacks__exploded') }} as exploded
    inner join {{ ref('stg_ledger__submissions') }} as submissions
        on exploded.submission_id = submissions.submission_id
    where
        {{ is_taken('submissions') }}
        and (exploded.admin1_term is not null or exploded.admin2_term is not null)
),

departments as (
    select
        attacks.*,
        department.place_id as admin1_id
    from attacks
    left join lateral (
        select min(places.place_id) as place_id
        from {{ ref('stg_reference__places') }} as places
        where
            places.country_code = attacks.country_code
            and places.level = 'admin1'
            and places.key = gate.term_key(attacks.admin1_term)
    ) as department on true
),

municipalities as (
    select
        departments.*,
        municipality.place_id as municipality_id
    from departments
    left join
        lateral ({{ place_within('departments', 'departments.admin2_term', ['admin2', 'district']) }})
            as municipality
        on true
),

placed as (
    select
        municipalities.country_code,
        municipalities.admin1_term,
        municipalities.admin2_term,
        municipalities.district_term,
        municipalities.happened_on,
        municipalities.admin1_id,
        coalesce(district.place_id, municipalities.municipality_id, municipalities.admin1_id) as place_id
    from municipalities
    left join
        lateral ({{ place_within('municipalities', 'municipalities.district_term', ['district', 'admin2']) }})
            as district
        on true
)

select
    placed.*,
    places.level as place_level
from placed
left join {{ ref('place') }} as places on placed.place_id = places.place_id
