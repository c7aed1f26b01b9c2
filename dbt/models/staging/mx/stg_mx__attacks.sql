-- Mexico: a row is an event with several victims and several forms.
with landed as (
    {{ landed_records('mx') }}
),

{{ attacks_from('landed', 'mx') }}

select * from attacks
