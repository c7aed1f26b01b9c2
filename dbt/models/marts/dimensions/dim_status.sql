{{ config(tags=['reference']) }}

{{ code_dimension('status') }}
