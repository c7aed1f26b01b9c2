{# Which file tells a case from each day on which anything changes. `files`: `event_id`, `group_key` (files of which
the last one holds), `file_no` (their order), `tells`, `closes` (no older is asked), `stands_from`, `stands_until`. #}
{% macro standing_by_day(files) %}
bounds as (
    select event_id, stands_from as bound from {{ files }}
    union select event_id, stands_until from {{ files }} where stands_until is not null
),

reached as (
    select files.*, bounds.bound, bool_or(files.closes) over (
        partition by files.event_id, bounds.bound, files.group_key
        order by files.file_no desc rows between unbounded preceding and 1 preceding
    ) as is_closed
    from bounds inner join {{ files }} as files on bounds.event_id = files.event_id
    where bounds.bound >= files.stands_from and bounds.bound < coalesce(files.stands_until, 'infinity'::date)
),

standing_by_day as (
    select distinct on (bounds.event_id, bounds.bound) bounds.event_id, bounds.bound, reached.submission_id
    from bounds left join reached on bounds.event_id = reached.event_id and bounds.bound = reached.bound
        and reached.tells and reached.is_closed is not true
    order by bounds.event_id, bounds.bound, reached.closes desc nulls last, reached.file_no desc
)
{% endmacro %}
