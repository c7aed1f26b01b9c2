-- Guatemala: a row is a case of any defender; who counts is marked when terms become codes.
with landed as (
    {{ landed_records('gt') }}
),

{{ attacks_from('landed', 'gt') }}

select * from attacks
