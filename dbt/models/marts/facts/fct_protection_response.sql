-- What was answered to an event: whether it was reported to an authority, and who protects.
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

attacks as (
    select distinct on (harmonised.event_id, harmonised.submission_id) harmonised.*
    from {{ ref('int_attacks__harmonised') }} as harmonised
    where
        {{ is_affected('harmonised') }}
        and (harmonised.complaint_filed in ('yes', 'no') or harmonised.protection_measure_code is not null)
    order by
        harmonised.event_id,
        harmonised.submission_id,
        harmonised.record_no,
        harmonised.target_no,
        harmonised.form_no
)

select
    attacks.event_id,
    attacks.submission_id,
    attacks.country_code,
    attacks.complaint_filed,
    coalesce(attacks.protection_measure_code, {{ not_stated('protection_measure') }})
        as protection_measure_code,
    counted.event_id is not null as is_counted
from attacks
left join counted on attacks.event_id = counted.event_id and attacks.submission_id = counted.submission_id
where exists (
    select 1 from {{ ref('int_event_versions') }} as versions
    where attacks.event_id = versions.event_id and attacks.submission_id = versions.submission_id
)
