"""Plain numbered SQL, one folder a database; ``grants.sql`` says who may do what in it."""
