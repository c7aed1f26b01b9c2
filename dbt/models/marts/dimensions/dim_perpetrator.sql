{{ config(tags=['reference'], indexes=[{'columns': ['perpetrator_code'], 'unique': true}]) }}

{{ code_dimension('perpetrator') }}
