{{ config(tags=['reference']) }}

{{ code_dimension('close_relation') }}
