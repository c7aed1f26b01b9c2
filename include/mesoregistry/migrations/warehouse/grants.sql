-- Who may do what in the warehouse. Run again whenever it or a migration changes.
create schema if not exists gate;
create schema if not exists marts;

grant usage on schema intake, raw, ops, gate to loader, transformer;

-- loader files, lands and accepts. The chain of events only grows.
grant select, insert, update, delete on all tables in schema intake to loader;
revoke update, delete on intake.event from loader;
-- What may become of a submission is a migration's to say.
revoke insert, update, delete on intake.transition from loader;
grant create on schema raw to loader;
grant select, insert, update, delete on all tables in schema ops to loader;

-- transformer (dbt) reads what is landed and makes its own schemas.
grant select on all tables in schema intake, raw, ops to transformer;
grant insert, update on ops.dbt_run, ops.dbt_node to transformer;
grant usage, create on schema marts to transformer;
alter default privileges for role loader in schema raw grant select on tables to transformer;

-- analyst reads the marts; dbt grants the tables, one by one.
grant usage on schema marts to analyst;
