-- A month in which nothing happened can be filed: a submission without a file, and a zero that is known.
alter table intake.submission add column is_quiet boolean not null default false;

insert into intake.transition (from_state, action, to_state, actor) values
    ('received', 'nothing happened', 'accepted', 'team');
