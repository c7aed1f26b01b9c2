{{ config(severity='warn') }}

-- Rule 3: a defender is killed once. Two such attacks are an error to review, with the country's team.
select attacks.defender_token
from {{ ref('fct_attack') }} as attacks
inner join {{ ref('bridge_code_group') }} as killings
    on killings.list = 'form' and killings.group_code = 'killing' and attacks.form_code = killings.code
where attacks.is_counted and attacks.defender_token is not null
group by attacks.defender_token
having count(*) > 1
