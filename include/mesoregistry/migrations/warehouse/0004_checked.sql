-- The gate run that judged what is landed: null until then, and again null when it is landed anew.
alter table intake.submission add column gate_run_id bigint;
alter table intake.submission add column stopped text[] not null default '{}'; -- rules that return the file whole
