-- Who may do what in the vault: the loader, and nobody else.
grant usage on schema vault to loader;
grant select, insert, update, delete on all tables in schema vault to loader;
