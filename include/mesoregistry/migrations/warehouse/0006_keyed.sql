-- Whether the file has a column for the key of the case: the gate asks for keys only where there are any.
alter table intake.submission
    add column keyed boolean not null generated always as (jsonb_exists(columns, 'case_key')) stored;
