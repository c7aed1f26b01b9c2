{{ config(tags=['reference']) }}

{{ code_dimension('right_violated') }}
