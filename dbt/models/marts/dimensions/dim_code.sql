{{ config(tags=['reference']) }}

-- Every code of every list, with its names, and the members of each list for what is not known.
{{ code_members() }}
