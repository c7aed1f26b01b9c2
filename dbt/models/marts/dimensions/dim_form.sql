{{ config(tags=['reference']) }}

{{ code_dimension('form') }}
