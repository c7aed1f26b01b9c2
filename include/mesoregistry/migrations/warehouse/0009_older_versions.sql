-- What stood goes on standing until the row that replaces it is let in.
-- waits_without_key: a row waits of which nobody can say which case it tells (it has no key, or could not be read).
alter table intake.submission add column waits_without_key boolean not null default false;

-- is_repeat: the row only repeats one that stands above it, and says nothing new of its case.
alter table intake.waiting_row add column is_repeat boolean not null default false;

-- Cases that the source no longer has, of a source that adds: its team confirmed the file that lacks them.
create table intake.gone_case (
    submission_id bigint not null references intake.submission on delete cascade,
    case_key      text not null,
    primary key (submission_id, case_key)
);

-- Findings that only come with the acceptance: which rows an older file still tells.
alter table intake.finding drop constraint finding_stage_check;
alter table intake.finding add constraint finding_stage_check check (stage in ('read', 'gate', 'accept'));

-- dbt made this before it decided by case which file stands; nothing reads it now.
drop table if exists intermediate.int_submission_spans;
