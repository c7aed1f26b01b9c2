{{ config(materialized='table', indexes=[{'columns': ['submission_id'], 'unique': true}]) }}

-- Accepted submissions with the day from which each no longer stands, and whether the last build knew them so.
with built as (
    select coalesce(max(ledger_event_no), 0) as event_no
    from {{ source('ops', 'dbt_run') }}
    where success
),

events as (
    select
        submission_id,
        max(event_no) as last_event_no,
        min(at::date) filter (where action like 'withdr%') as withdrawn_on
    from {{ source('intake', 'event') }}
    where submission_id is not null
    group by submission_id
),

accepted as (
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
        case when submissions.state = 'withdrawn' then coalesce(events.withdrawn_on, submissions.filed_on) end
            as withdrawn_on,
        coalesce(events.last_event_no, 0) as last_event_no,
        lead(submissions.filed_on) over (
            partition by submissions.country, submissions.source_id, submissions.period
            order by submissions.filed_on, submissions.version
        ) as next_filed_on
    from {{ source('intake', 'submission') }} as submissions
    inner join {{ source('intake', 'source') }} as sources
        on submissions.country = sources.country and submissions.source_id = sources.source_id
    left join events on submissions.submission_id = events.submission_id
    where submissions.accepted_at is not null
)

select
    submission_id,
    country_code,
    source_id,
    period,
    version,
    filed_on,
    accepted_at,
    scope,
    mode,
    unit,
    greatest(
        filed_on,
        least(case when mode = 'replaces' then next_filed_on end, withdrawn_on)
    ) as stands_until,
    last_event_no,
    last_event_no > built.event_no as is_touched
from accepted
cross join built
