{#
Every code of every list, and in each list the members that stand for no code: not known (a term in no list is `unknown`
too: the gate holds it back, and only a map changed later leaves one), not asked by the layout, withheld by the team,
and not applicable, as the gender of an organisation.
#}
{% macro code_members() %}
select codes.list, codes.code, codes.es, codes.en, codes.valid_from, codes.valid_to
from {{ ref('code_list') }} as codes
union all
select lists.list, members.code, members.es, members.en, null, null
from (select distinct codes.list from {{ ref('code_list') }} as codes) as lists
cross join (values
    ('unknown', 'sin dato', 'unknown'), ('not_asked', 'no se pregunta', 'not asked'),
    ('withheld', 'se reserva', 'withheld'), ('not_applicable', 'no aplica', 'not applicable')
) as members (code, es, en)
where not exists (
    select 1 from {{ ref('code_list') }} as codes where codes.list = lists.list and codes.code = members.code
)
{% endmacro %}
