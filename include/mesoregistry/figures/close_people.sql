-- People close to a defender who were attacked with her, one row for each relation that an attack names.
select
    attacks.*,
    bridge.close_relation_code
from ({known}) as attacks
inner join marts.bridge_attack_close_person as bridge
    on attacks.attack_version_id = bridge.attack_version_id
