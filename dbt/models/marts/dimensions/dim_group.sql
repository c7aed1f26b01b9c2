{{ config(tags=['reference']) }}

-- The groups of codes in which figures are published.
select
    code_groups.list,
    code_groups.group_code,
    code_groups.es,
    code_groups.en
from {{ ref('code_group') }} as code_groups
