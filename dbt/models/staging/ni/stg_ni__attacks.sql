-- Nicaragua: an entity is an event with its forms and victims.
with landed as (
    {{ landed_records('ni') }}
),

{{ attacks_from('landed', 'ni') }}

select * from attacks
