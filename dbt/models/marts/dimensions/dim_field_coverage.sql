{{ config(tags=['reference']) }}

-- What each layout of a source asks: a field that it has no column for is *not asked*, which is not *not
-- known*.
select
    layout_fields.source_id,
    layout_fields.layout_id,
    layout_fields.field,
    layout_fields.country as country_code,
    layout_fields.valid_from,
    layout_fields.valid_to,
    layout_fields.is_asked
from {{ source('intake', 'layout_field') }} as layout_fields
