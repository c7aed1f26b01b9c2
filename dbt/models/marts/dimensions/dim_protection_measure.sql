{{ config(tags=['reference']) }}

{{ code_dimension('protection_measure') }}
