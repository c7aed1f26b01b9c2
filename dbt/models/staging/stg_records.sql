{{ config(materialized='view') }}

-- Landed records that count, of every country: those of accepted submissions, less the rows that wait for a
-- correction. The fields are as landed: text, and lists as JSON.
select
    records.*,  -- noqa: AM04
    submissions.is_touched,
    profiles.code as profile_code,
    {{ event_key('records.case_key', 'records._period', 'records._record') }} as event_key
from {{ source('raw', 'record') }} as records
inner join {{ ref('stg_ledger__submissions') }} as submissions
    on records._submission = submissions.submission_id and submissions.is_accepted
left join {{ source('intake', 'waiting_row') }} as waiting
    on records._submission = waiting.submission_id and records._record = waiting.record_no
left join {{ ref('stg_reference__terms') }} as profiles
    on
        profiles.list = 'profile'
        and records.country_code = profiles.country_code
        and records._source = profiles.source_id
        and profiles.term_key = gate.term_key(records.profile)
        and records._period >= profiles.valid_from
        and records._period < profiles.valid_until
where waiting.submission_id is null
