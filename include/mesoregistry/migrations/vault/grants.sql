-- Who may do what in the vault: the loader, and nobody else.
grant usage on schema vault to loader;
grant select, insert, update, delete on all tables in schema vault to loader;
-- Which key is the right one is for the owner to write down.
revoke insert, update, delete on vault.key, vault.archive_key, vault.sender_key from loader;
-- A key of a month is written down when it is made and when it is destroyed, and is not forgotten.
revoke update, delete on vault.month_key from loader;
grant update (destroyed_at) on vault.month_key to loader;
