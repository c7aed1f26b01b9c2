-- An attack is known in one version at a time.
select
    earlier.attack_id,
    earlier.known_from,
    later.known_from as later_known_from
from {{ ref('fct_attack_version') }} as earlier
inner join {{ ref('fct_attack_version') }} as later
    on
        earlier.attack_id = later.attack_id
        and earlier.known_from < later.known_from
        and later.known_from < coalesce(earlier.known_to, 'infinity'::date)
