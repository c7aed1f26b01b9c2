{{ config(tags=['reference']) }}

{{ code_dimension('channel') }}
