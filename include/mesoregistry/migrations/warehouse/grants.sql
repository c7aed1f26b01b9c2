-- Who may do what in the warehouse. Run again whenever it or a migration changes.
create schema if not exists gate;
create schema if not exists marts;
create schema if not exists semantic;

grant usage on schema intake, raw, ops, gate to loader, transformer;

-- loader files, lands and accepts. It writes no event and no state: intake.move_submission does both together.
grant select, insert, update, delete on all tables in schema intake to loader;
revoke insert, update, delete on intake.event, intake.chain_head from loader;
revoke update, delete on intake.submission from loader;
grant update (
    filed_on, rows_read, rows_waiting, confirmed, accepted_at, layout_id, decisions, columns, gate_run_id, stopped, is_quiet, keyed,
    waits_without_key, resealed_sha256
) on intake.submission to loader;
grant execute on function intake.lock_chain, intake.move_submission, intake.cases to loader;
grant maintain on intake.code_term to loader; -- it analyzes what it replaced; without the right that is skipped, with a warning
-- What may become of a submission is a migration's to say.
revoke insert, update, delete on intake.transition from loader;
grant create on schema raw to loader;
grant select, insert, update, delete on all tables in schema ops to loader;

-- transformer (dbt) reads what is landed and makes its own schemas.
grant select on all tables in schema intake, raw, ops to transformer;
grant insert, update on ops.dbt_run, ops.dbt_node to transformer;
grant usage, create on schema marts, semantic to transformer;
alter default privileges for role loader in schema raw grant select on tables to transformer;

-- analyst reads the marts; dbt grants the tables, one by one.
grant usage on schema marts, semantic to analyst;

-- loader reads of the marts what a file that is not filed yet would change; dbt grants the two tables.
grant usage on schema marts to loader;

-- listener (Airflow's triggerer) hears that a file has arrived, and sees whether one waits.
grant usage on schema intake to listener;
grant select (country, state) on intake.submission to listener;
grant usage on schema ops to listener;
grant execute on function ops.missing_build to listener, loader;

-- portal (the site of the teams) files, confirms and withdraws; 0017_portal.sql says of which country.
grant usage on schema intake to portal;
grant select on intake.submission, intake.finding, intake.event, intake.waiting_row, intake.transition to portal;
grant insert (country, source_id, period, version, filed_on, sha256, bytes, extension) on intake.submission to portal;
grant update (
    filed_on, confirmed, accepted_at, is_quiet, rows_read, rows_waiting
) on intake.submission to portal;
-- what was signed it hands in; keys and verdicts are not its own (0018_signatures.sql)
grant select (credential_id, country, account, revoked_at) on intake.signing_key to portal;
grant select (submission_id, verdict), insert (submission_id, credential_id, counter, assertion) on intake.signature to portal;
grant select, insert (country, period, reason, locked_by), update (unlocked_at, unlocked_by) on intake.month_lock to portal;
grant insert, delete on intake.finding to portal; -- the notes of a withdrawal: which older file counts
grant execute on function intake.lock_chain, intake.move_submission, intake.cases to portal;

-- An analyst takes no lock that the intake or a build waits for, and nobody fills the disk with large objects. Only a
-- superuser can take these rights from the others: on a server whose owner is none they stay, and PostgreSQL says so in
-- a warning.
do $$
declare
    lock regprocedure;
    large_object regprocedure;
begin
    for lock in select oid from pg_proc where pronamespace = 'pg_catalog'::regnamespace and proname ~ 'advisory' loop
        execute format('revoke execute on function %s from public', lock);
        execute format('grant execute on function %s to loader, transformer', lock);
    end loop;
    for large_object in
        select oid from pg_proc where pronamespace = 'pg_catalog'::regnamespace and proname ~ '^lo(_|read$|write$)'
    loop
        execute format('revoke execute on function %s from public', large_object);
    end loop;
end $$;
grant execute on function pg_catalog.pg_advisory_xact_lock(bigint) to portal; -- one filing at a time for a country
