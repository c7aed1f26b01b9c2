{{ config(indexes=[{'columns': ['submission_id'], 'unique': true}]) }}

-- Submissions as the ledger has them, what their layout never asks, and whether the ledger has news of them
-- since the last build.
with built as (
    select coalesce(max(runs.ledger_event_no), 0) as event_no
    from {{ source('ops', 'dbt_run') }} as runs
    where runs.success
),

events as (
    select
        ledger_events.submission_id,
        max(ledger_events.event_no) as last_event_no,
        -- the last one: an earlier one was undone
        max(ledger_events.recorded_at) filter (
            where ledger_events.action in ('withdrawn', 'sent back')
        ) as withdrawn_at
    from {{ source('intake', 'event') }} as ledger_events
    where ledger_events.submission_id is not null
    group by ledger_events.submission_id
),

unasked as (
    select
        layout_fields.country,
        layout_fields.source_id,
        layout_fields.layout_id,
        jsonb_agg(layout_fields.field) as fields  -- noqa: RF04
    from {{ source('intake', 'layout_field') }} as layout_fields
    where not layout_fields.is_asked
    group by layout_fields.country, layout_fields.source_id, layout_fields.layout_id
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
    submissions.keyed as is_keyed,
    submissions.waits_without_key,
    coalesce(unasked.fields, '[]') as unasked_fields,
    submissions.accepted_at is not null as is_accepted,
    case
        when submissions.state = 'withdrawn'
            then greatest({{ day_in('sources.time_zone', 'events.withdrawn_at') }}, submissions.filed_on)
    end as withdrawn_on,
    coalesce(events.last_event_no > built.event_no, built.event_no = 0) as is_touched
from {{ source('intake', 'submission') }} as submissions
inner join {{ source('intake', 'source') }} as sources
    on submissions.country = sources.country and submissions.source_id = sources.source_id
left join events on submissions.submission_id = events.submission_id
left join unasked
    on
        submissions.country = unasked.country
        and submissions.source_id = unasked.source_id
        and submissions.layout_id = unasked.layout_id
cross join built
