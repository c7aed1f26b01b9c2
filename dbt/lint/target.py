"""dbt's ``target``, as far as sqlfluff needs it."""

database = "warehouse"
