-- Attacks, one a row. `within_until`: the last day on which the event may have begun, by how exactly it is dated; an
-- attack of "2023" is in the year and in no month. The planner drops what no figure asks for.
select
    attacks.*,
    perpetrators.perpetrator_codes,
    close_people.close_relation_codes,
    case attacks.date_precision
        when 'day' then attacks.event_start
        when 'month' then (date_trunc('month', attacks.event_start) + interval '1 month - 1 day')::date
        else (date_trunc('year', attacks.event_start) + interval '1 year - 1 day')::date
    end as within_until
from marts.attacks_as_known_on({known_on}) as attacks
left join (
    select bridge.attack_id, bridge.submission_id, array_agg(bridge.perpetrator_code) as perpetrator_codes
    from marts.bridge_attack_perpetrator as bridge
    group by bridge.attack_id, bridge.submission_id
) as perpetrators on attacks.attack_id = perpetrators.attack_id and attacks.submission_id = perpetrators.submission_id
left join (
    select bridge.attack_id, bridge.submission_id, array_agg(bridge.close_relation_code) as close_relation_codes
    from marts.bridge_attack_close_person as bridge
    group by bridge.attack_id, bridge.submission_id
) as close_people on attacks.attack_id = close_people.attack_id and attacks.submission_id = close_people.submission_id
where attacks.country_code = any({countries}) and attacks.event_start between {first} and {last}
