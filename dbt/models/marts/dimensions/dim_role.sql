{{ config(tags=['reference']) }}

{{ code_dimension('role') }}
