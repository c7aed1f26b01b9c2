{#
The dimension of a code list: `<name>_code`, its labels, the groups in which figures are published, and its span.
A term in no list is `unknown`; the gate makes its row wait, and only a map that changed later can leave one.
#}
{% macro code_dimension(list) %}
select
    codes.code as {{ list }}_code,
    codes.es,
    codes.en,
    string_to_array(codes.published_group, ' ') as published_groups,
    codes.valid_from,
    codes.valid_to
from {{ ref('code_list') }} as codes
where codes.list = '{{ list }}'

union all
select
    'unknown' as {{ list }}_code,
    'sin dato' as es,
    'unknown' as en,
    null::text[] as published_groups,
    null::date as valid_from,
    null::date as valid_to
where not exists (
    select 1 from {{ ref('code_list') }} as codes
    where codes.list = '{{ list }}' and codes.code = 'unknown'
)
{% endmacro %}
