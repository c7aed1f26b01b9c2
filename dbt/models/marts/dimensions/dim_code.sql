{{ config(tags=['reference']) }}

-- Every code of every list, with its names.
select
    codes.list,
    codes.code,
    codes.es,
    codes.en,
    codes.valid_from,
    codes.valid_to,
    string_to_array(codes.published_group, ' ') as published_groups
from {{ ref('code_list') }} as codes
