-- Honduras: a form submission is an event; its victims and attacks are repeat groups.
with landed as (
    select * from {{ source('raw', 'hn') }}
),

{{ attacks_from('landed', 'hn') }}

select * from attacks
