{{ config(tags=['reference'], indexes=[{'columns': ['right_code'], 'unique': true}]) }}

select
    codes.code as right_code,
    codes.es,
    codes.en,
    string_to_array(codes.published_group, ' ') as published_groups,
    codes.valid_from,
    codes.valid_to
from {{ ref('code_list') }} as codes
where codes.list = 'right'

-- a term in no list; the gate makes its row wait, and only a map that changed later can leave one
union all
select
    'unknown' as right_code,
    'sin dato' as es,
    'unknown' as en,
    null::text[] as published_groups,
    null::date as valid_from,
    null::date as valid_to
where not exists (
    select 1 from {{ ref('code_list') }} as codes
    where codes.list = 'right' and codes.code = 'unknown'
)
