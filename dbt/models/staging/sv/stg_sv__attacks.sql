-- El Salvador: a row is a case; its forms stand in one cell.
with landed as (
    {{ landed_records('sv') }}
),

{{ attacks_from('landed', 'sv') }}

select * from attacks
