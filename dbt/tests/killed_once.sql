{{ config(severity='warn') }}

-- Rule 3: a defender is killed once. Two such attacks are an error to review, with the country's team.
select attacks.defender_token
from {{ ref('fct_attack') }} as attacks
inner join {{ ref('dim_form') }} as forms on attacks.form_code = forms.form_code
where attacks.is_counted and 'killing' = any(forms.published_groups) and attacks.defender_token is not null
group by attacks.defender_token
having count(*) > 1
