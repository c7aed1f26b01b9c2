{{ config(indexes=[
    {'columns': ['country_code', 'event_start']},
    {'columns': ['country_code', 'period']}
]) }}

-- Events as they are known now. What a case says several times (a source that keeps an attack a row) is taken
-- from its first record.
with attacks as (
    select distinct on (harmonised.event_id)
        harmonised.*,
        versions.known_from,
        count(*) over (partition by harmonised.event_id)::integer as attack_count
    from {{ ref('int_attacks__harmonised') }} as harmonised
    inner join {{ ref('int_event_versions') }} as versions
        on
            harmonised.event_id = versions.event_id
            and harmonised.submission_id = versions.submission_id
            and versions.known_to is null
    where {{ is_affected('harmonised') }}
    order by harmonised.event_id, harmonised.record_no, harmonised.target_no, harmonised.form_no
)

select
    attacks.event_id,
    attacks.submission_id,
    attacks.record_no,
    attacks.sheet,
    attacks.row_number,
    attacks.country_code,
    attacks.source_id,
    attacks.case_key,
    attacks.period,
    attacks.known_from,
    attacks.event_start,
    attacks.event_end,
    attacks.date_precision,
    attacks.is_estimated_date,
    attacks.recorded_on,
    attacks.admin1_id,
    attacks.place_id,
    attacks.place_type_code,
    attacks.scope_code,
    attacks.in_exile,
    attacks.collective_action,
    attacks.complaint_filed,
    attacks.attack_count
from attacks
