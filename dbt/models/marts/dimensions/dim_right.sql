{{ config(tags=['reference']) }}

{{ code_dimension('right') }}
