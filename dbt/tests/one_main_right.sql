-- Every attack that is known has exactly one main right.
select attacks.attack_id
from {{ ref('fct_attack') }} as attacks
left join {{ ref('bridge_attack_right') }} as rights
    on attacks.attack_version_id = rights.attack_version_id and rights.is_main
group by attacks.attack_id
having count(rights.right_code) <> 1
