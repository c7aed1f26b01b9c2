-- Perpetrators, one row for each that an attack names.
select
    attacks.*,
    bridge.perpetrator_code,
    bridge.perpetrator_code <> 'unknown'
    and not coalesce('unknown' = any(perpetrators.published_groups), false) as is_identified,
    case attacks.date_precision
        when 'day' then attacks.event_start
        when 'month' then (date_trunc('month', attacks.event_start) + interval '1 month - 1 day')::date
        else (date_trunc('year', attacks.event_start) + interval '1 year - 1 day')::date
    end as within_until
from marts.attacks_as_known_on({known_on}) as attacks
inner join marts.bridge_attack_perpetrator as bridge
    on attacks.attack_id = bridge.attack_id and attacks.submission_id = bridge.submission_id
left join marts.dim_perpetrator as perpetrators on bridge.perpetrator_code = perpetrators.perpetrator_code
where attacks.country_code = any({countries}) and attacks.event_start between {first} and {last}
