{{ config(indexes=[{'columns': ['country_code']}]) }}

-- Women defenders: those of the attacks that count, as they are known now. The others whom a source names are
-- in dim_source_defender alone.
select
    everybody.defender_token,
    everybody.country_code,
    everybody.gender_code,
    everybody.lgbtttiq,
    everybody.ethnicity_code,
    everybody.occupation_code,
    everybody.role_code,
    everybody.first_known_on,
    everybody.event_count
from {{ ref('dim_source_defender') }} as everybody
where everybody.is_counted
