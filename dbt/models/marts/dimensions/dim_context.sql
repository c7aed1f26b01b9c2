{{ config(tags=['reference']) }}

{{ code_dimension('context') }}
