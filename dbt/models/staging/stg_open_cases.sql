{{ config(materialized='table', post_hook='analyze {{ this }}', indexes=[{'columns': ['submission_id']}]) }}

-- Cases of which an accepted file says nothing that counts: a row of them waits, or the team confirmed that
-- its source no longer has them.
select distinct
    submissions.submission_id,
    {{ event_id(
        'records.country_code', 'records._source',
        event_key('records.case_key', 'records._period', 'records._record')
    ) }} as event_id,
    false as is_gone
from {{ source('intake', 'waiting_row') }} as waiting
inner join {{ ref('stg_ledger__submissions') }} as submissions
    on waiting.submission_id = submissions.submission_id and submissions.is_accepted
inner join {{ source('raw', 'record') }} as records
    on waiting.submission_id = records._submission and waiting.record_no = records._record
where not waiting.is_repeat

union all

select
    submissions.submission_id,
    {{ event_id('submissions.country_code', 'submissions.source_id', 'gone.case_key') }} as event_id,
    true as is_gone
from {{ source('intake', 'gone_case') }} as gone
inner join {{ ref('stg_ledger__submissions') }} as submissions
    on gone.submission_id = submissions.submission_id and submissions.is_accepted
