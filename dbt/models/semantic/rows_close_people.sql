-- noqa: disable=all
-- Written by `make docs` from include/mesoregistry/figures/*.yml; not edited by hand.
-- People close to a defender who were attacked with her, one row for each relation that an attack names.
select
    attacks.*,
    bridge.close_relation_code,
    responses.protection_measure_code,
    responses.complaint_filed
from (select now_known.* from {{ ref('fct_attack') }} as now_known) as attacks
inner join {{ ref('bridge_attack_close_person') }} as bridge
    on attacks.attack_version_id = bridge.attack_version_id
left join {{ ref('fct_protection_response') }} as responses
    on attacks.event_id = responses.event_id and attacks.submission_id = responses.submission_id
