-- Who may do what in the vault: the loader, and nobody else.
grant usage on schema vault to loader;
grant select, insert, update, delete on all tables in schema vault to loader;
-- Which key is the right one is for the owner to write down.
revoke insert, update, delete on vault.key from loader;
