-- Mexico: a row is an event with several victims and several forms.
with landed as (
    select * from {{ source('raw', 'mx') }}
),

{{ attacks_from('landed', 'mx') }}

select * from attacks
