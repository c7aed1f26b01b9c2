"""The marts: dbt invoked, one build at a time, and the board of what each country filed."""
