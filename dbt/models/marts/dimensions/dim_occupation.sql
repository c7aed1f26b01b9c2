{{ config(tags=['reference']) }}

{{ code_dimension('occupation') }}
