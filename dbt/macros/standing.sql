{#
What stands when. `holders` has a row for each submission that holds a key: `holder_key`, `submission_id`,
`stands_from`, `stands_until` (null: still), `filed_on`, `version`. Between two days on which anything changes, the
last filed of the holders that stand then is the one that is known. Gives the CTE `standing`: `holder_key`,
`submission_id`, `known_from`, `known_to` (null: still); spans of a key never overlap.
#}
{% macro standing(holders) %}
bounds as (
    select holder_key, stands_from as bound from {{ holders }}
    union
    select holder_key, stands_until as bound from {{ holders }} where stands_until is not null
),

chosen as (
    select distinct on (bounds.holder_key, bounds.bound)
        bounds.holder_key,
        bounds.bound,
        holder.submission_id
    from bounds
    left join {{ holders }} as holder
        on
            bounds.holder_key = holder.holder_key
            and bounds.bound >= holder.stands_from
            and bounds.bound < coalesce(holder.stands_until, 'infinity'::date)
    order by bounds.holder_key, bounds.bound, holder.filed_on desc, holder.version desc, holder.submission_id desc
),

followed as (
    select
        chosen.*,
        row_number() over by_day as day_no,
        lag(chosen.submission_id) over by_day as previous_id
    from chosen
    window by_day as (partition by chosen.holder_key order by chosen.bound)
),

changes as (
    select
        followed.holder_key,
        followed.submission_id,
        followed.bound as known_from,
        lead(followed.bound) over (partition by followed.holder_key order by followed.bound) as known_to
    from followed
    where followed.day_no = 1 or followed.submission_id is distinct from followed.previous_id
),

standing as (
    select * from changes where submission_id is not null
)
{% endmacro %}
