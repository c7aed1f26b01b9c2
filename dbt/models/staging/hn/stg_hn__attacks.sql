-- Honduras: a form submission is an event; its victims and attacks are repeat groups.
with landed as (
    {{ landed_records('hn') }}
),

{{ attacks_from('landed', 'hn') }}

select * from attacks
