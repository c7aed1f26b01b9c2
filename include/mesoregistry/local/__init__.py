"""What runs on this machine: secrets, the embedded server, migrations, Airflow's processes."""
