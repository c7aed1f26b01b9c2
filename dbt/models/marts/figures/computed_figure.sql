{{ config(tags=['reference']) }}

-- The published figures as the marts give them. dbt makes the table and its keys; after each build
-- `mesoregistry.figures` computes its rows, since what a share or a verdict is stands there and nowhere else.
select
    null::text as figure_id,
    null::date as as_known_on,
    null::text as figure_status,
    null::boolean as is_equal,
    null::numeric as computed_value,
    null::bigint as numerator,
    null::bigint as denominator,
    null::text as reason_es,
    null::text as reason_en,
    null::text as against,
    null::text as notes_es,
    null::text as notes_en
where false
