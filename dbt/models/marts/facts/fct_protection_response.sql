-- What was answered to an event: whether it was reported to an authority, and who protects. One row a
-- measure; where none is stated, one that says so.
with counted as (
    select distinct
        versions.event_id,
        versions.submission_id
    from {{ ref('fct_attack_version') }} as versions
    where
        {{ is_affected('versions') }}
        and versions.known_to is null
        and versions.is_counted
),

stated as (
    select
        harmonised.event_id,
        harmonised.submission_id,
        harmonised.country_code,
        harmonised.complaint_filed,
        harmonised.unasked_fields,
        harmonised.record_no,
        harmonised.target_no,
        harmonised.form_no,
        coalesce(harmonised.protection_measure_codes, '[]'::jsonb) as codes
    from {{ ref('int_attacks__harmonised') }} as harmonised
    where
        {{ is_affected('harmonised') }}
        and (
            harmonised.complaint_filed in ('yes', 'no')
            or jsonb_array_length(harmonised.protection_measure_codes) > 0
        )
),

-- A case that is told in several rows: the first that knows whether it was reported.
attacks as (
    select distinct on (stated.event_id, stated.submission_id) stated.*
    from stated
    order by
        stated.event_id,
        stated.submission_id,
        stated.complaint_filed not in ('yes', 'no'),
        stated.record_no,
        stated.target_no,
        stated.form_no
),

-- The measures of all its rows, each once.
measures as (
    select distinct
        stated.event_id,
        stated.submission_id,
        elements.code
    from stated
    cross join jsonb_array_elements_text(stated.codes) as elements (code)
)

select
    attacks.event_id,
    attacks.submission_id,
    attacks.country_code,
    attacks.complaint_filed,
    coalesce(measures.code, {{ not_stated('protection_measure') }}) as protection_measure_code,
    counted.event_id is not null as is_counted
from attacks
left join measures on attacks.event_id = measures.event_id and attacks.submission_id = measures.submission_id
left join counted on attacks.event_id = counted.event_id and attacks.submission_id = counted.submission_id
where exists (
    select 1 from {{ ref('int_event_versions') }} as versions
    where attacks.event_id = versions.event_id and attacks.submission_id = versions.submission_id
)
