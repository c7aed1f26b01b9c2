{{ config(indexes=[{'columns': ['country_code']}]) }}

-- Organisations by token, of the type last known.
with mentions as (
    select
        harmonised.organisation_token,
        harmonised.country_code,
        harmonised.event_id,
        harmonised.event_start,
        versions.known_from,
        coalesce(
            harmonised.organisation_type_code,
            {{ not_stated('organisation_type', 'harmonised.unasked_fields') }}
        ) as organisation_type_code
    from {{ ref('int_attacks__harmonised') }} as harmonised
    inner join {{ ref('int_event_versions') }} as versions
        on harmonised.event_id = versions.event_id and harmonised.submission_id = versions.submission_id
    where harmonised.organisation_token is not null
)

select
    mentions.organisation_token,
    min(mentions.country_code) as country_code,
    {{ last_known('organisation_type_code') }} as organisation_type_code,
    min(mentions.known_from) as first_known_on
from mentions
group by mentions.organisation_token
