{{ config(tags=['reference'], indexes=[{'columns': ['list', 'group_code']}]) }}

-- Which codes a group holds. A code may be in several groups, or in none.
select
    codes.list,
    codes.code,
    code_groups.group_code
from {{ ref('code_list') }} as codes
cross join lateral unnest(string_to_array(codes.published_group, ' ')) as code_groups (group_code)
