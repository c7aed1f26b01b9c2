{{ config(tags=['reference']) }}

{{ code_dimension('scope') }}
