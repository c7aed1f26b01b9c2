{#
The dimension of a code list: `<list>_code`, its labels and its span, with the members of what is not known (see
code_members). The groups in which figures are published are in bridge_code_group.
#}
{% macro code_dimension(list) %}
select
    codes.code as {{ list }}_code,
    codes.es,
    codes.en,
    codes.valid_from,
    codes.valid_to
from ({{ code_members() }}) as codes
where codes.list = '{{ list }}'
{% endmacro %}
