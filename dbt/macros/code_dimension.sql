{#
The dimension of a code list: `<list>_code`, its labels, the groups in which figures are published, and its span.
Its row *not known* is `unknown`: a term in no list, which the gate holds back, and only a map changed later leaves.
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
select 'unknown', 'sin dato', 'unknown', null, null, null
where not exists (
    select 1 from {{ ref('code_list') }} as codes
    where codes.list = '{{ list }}' and codes.code = 'unknown'
)
{% endmacro %}
