{{ config(materialized='view', tags=['reference']) }}

-- The months of each source: due or not, filed or not, quiet or not, and what waits. A view, since what is
-- due changes by the day: the day that it is in the country.
with shown as (
    select distinct on (submissions.country, submissions.source_id, submissions.period)
        submissions.*,
        min(submissions.filed_on) over (
            partition by submissions.country, submissions.source_id, submissions.period
        ) as first_filed_on
    from {{ source('intake', 'submission') }} as submissions
    order by
        submissions.country asc, submissions.source_id asc, submissions.period asc,
        submissions.state in ('returned', 'withdrawn', 'replaced') asc, submissions.filed_on desc,
        submissions.version desc
),

months as (
    select
        sources.country,
        sources.source_id,
        {{ day_in('sources.time_zone') }} as today,
        calendar.midnight::date as month_start,
        (calendar.midnight + interval '1 month 14 days')::date as due_on
    from {{ source('intake', 'source') }} as sources
    cross join lateral generate_series(
        date_trunc('month', sources.valid_from::timestamp),
        least(coalesce(sources.valid_to, 'infinity'), greatest(
            {{ day_in('sources.time_zone') }},
            (
                select max(filed.period) from shown as filed
                where filed.country = sources.country and filed.source_id = sources.source_id
            )
        ))::timestamp,
        interval '1 month'
    ) as calendar (midnight)
)

select
    months.country as country_code,
    months.source_id,
    months.month_start,
    months.due_on,
    shown.submission_id,
    shown.first_filed_on,
    months.due_on <= months.today as is_due,
    coalesce(shown.state::text, 'not_filed') as state,
    coalesce(shown.state not in ('returned', 'withdrawn'), false) as is_filed,
    shown.accepted_at is not null and shown.state <> 'withdrawn' as is_accepted,
    coalesce(shown.is_quiet and shown.state = 'accepted', false) as is_quiet,
    coalesce(shown.first_filed_on, months.today) > months.due_on as is_late,
    case
        when shown.accepted_at is not null and shown.state <> 'withdrawn'
            then coalesce(shown.rows_read, 0) - coalesce(shown.rows_waiting, 0)
        else 0
    end as rows_accepted,
    coalesce(shown.rows_waiting, 0) as rows_waiting
from months
left join shown
    on
        months.country = shown.country
        and months.source_id = shown.source_id
        and months.month_start = shown.period
