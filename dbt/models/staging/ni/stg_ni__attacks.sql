-- Nicaragua: an entity is an event with its forms and victims.
with landed as (
    select * from {{ source('raw', 'ni') }}
),

{{ attacks_from('landed', 'ni') }}

select * from attacks
