{{ config(indexes=[{'columns': ['submission_id'], 'unique': true}]) }}

-- Submissions as the ledger has them, and whether it told of them since the last build.
with built as (
    select coalesce(max(runs.ledger_event_no), 0) as event_no
    from {{ source('ops', 'dbt_run') }} as runs
    where runs.success
),

events as (
    select
        told.submission_id,
        max(told.event_no) as last_event_no,
        min(told.at::date) filter (where told.action = 'withdrawn') as withdrawn_on
    from {{ source('intake', 'event') }} as told
    where told.submission_id is not null
    group by told.submission_id
)

select
    submissions.submission_id,
    submissions.country as country_code,
    submissions.source_id,
    submissions.period,
    submissions.version,
    submissions.filed_on,
    submissions.accepted_at,
    sources.scope,
    sources.mode,
    sources.unit,
    submissions.accepted_at is not null as is_accepted,
    case when submissions.state = 'withdrawn' then greatest(events.withdrawn_on, submissions.filed_on) end
        as withdrawn_on,
    coalesce(events.last_event_no > built.event_no, built.event_no = 0) as is_touched
from {{ source('intake', 'submission') }} as submissions
inner join {{ source('intake', 'source') }} as sources
    on submissions.country = sources.country and submissions.source_id = sources.source_id
left join events on submissions.submission_id = events.submission_id
cross join built
