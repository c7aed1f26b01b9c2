{{ config(materialized='table', tags=['reference']) }}

-- The published figures: what was printed, of which attacks, and as known on which day.
select
    figures.id as figure_id,
    figures.label_es,
    figures.label_en,
    figures.measure,
    figures.countries,
    figures.period_from,
    figures.period_to,
    figures.filter as filter_text,
    figures.value as published_value,
    figures.unit as value_unit,
    figures.as_known_on,
    figures.source_url,
    figures.certainty,
    figures.note,
    coalesce(figures.rounding, 0) as decimals,
    coalesce(figures.note like 'min:%', false) as is_lower_bound,
    coalesce(figures.note like 'approx:%', false) as is_approximate
from {{ ref('figure') }} as figures
