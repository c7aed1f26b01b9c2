-- The collective of an event, as in the last version that has it.
select distinct on (harmonised.event_id)
    harmonised.event_id as collective_id,
    harmonised.event_id,
    harmonised.country_code,
    harmonised.submission_id,
    harmonised.collective_identified as identified_in_event,
    harmonised.collective_estimated as estimated_in_event,
    coalesce(jsonb_array_length(harmonised.members), 0) as member_count
from {{ ref('int_attacks__harmonised') }} as harmonised
inner join {{ ref('int_event_versions') }} as versions
    on harmonised.event_id = versions.event_id and harmonised.submission_id = versions.submission_id
where harmonised.profile_code = 'collective'
order by harmonised.event_id asc, versions.known_from desc, harmonised.record_no asc, harmonised.form_no asc
