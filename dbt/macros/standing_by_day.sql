{#
Which submission holds a key from each day on which anything changes. `holders` has a row for each submission that
holds a key: `holder_key`, `submission_id`, `stands_from`, `stands_until` (null: still), `filed_on`, `version`. Of
the holders that stand on a day the last filed is the one that is known; none: null. Gives the CTE `standing_by_day`.
#}
{% macro standing_by_day(holders) %}
bounds as (
    select holder_key, stands_from as bound from {{ holders }}
    union
    select holder_key, stands_until as bound from {{ holders }} where stands_until is not null
),

standing_by_day as (
    select distinct on (bounds.holder_key, bounds.bound) bounds.holder_key, bounds.bound, holder.submission_id
    from bounds
    left join {{ holders }} as holder
        on
            bounds.holder_key = holder.holder_key
            and bounds.bound >= holder.stands_from
            and bounds.bound < coalesce(holder.stands_until, 'infinity'::date)
    order by bounds.holder_key, bounds.bound, holder.filed_on desc, holder.version desc, holder.submission_id desc
)
{% endmacro %}
