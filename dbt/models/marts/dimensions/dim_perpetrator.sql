{{ config(tags=['reference']) }}

{{ code_dimension('perpetrator') }}
