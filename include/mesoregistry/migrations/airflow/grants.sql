-- Airflow makes and migrates its own tables.
grant usage, create on schema public to airflow;
