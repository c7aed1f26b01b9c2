{#
The rows of the CTE `standing_by_day` as spans that never overlap: days on which the same submission stands become one.
Gives the CTE `standing`: `event_id`, `submission_id`, `known_from`, `known_to` (null: still).
#}
{% macro standing() %}
followed as (
    select
        days.*,
        row_number() over by_day as day_no,
        lag(days.submission_id) over by_day as previous_id
    from standing_by_day as days
    window by_day as (partition by days.event_id order by days.bound)
),

changes as (
    select event_id, submission_id, bound as known_from,
        lead(bound) over (partition by event_id order by bound) as known_to
    from followed
    where day_no = 1 or submission_id is distinct from previous_id
),

standing as (select * from changes where submission_id is not null)
{% endmacro %}
