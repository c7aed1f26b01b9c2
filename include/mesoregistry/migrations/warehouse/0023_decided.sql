-- What the coordination accepted and no seed has yet, for dbt, which adds it to the seeds: terms with their codes, and
-- names of places as they are compared. ``gate.reference`` writes both anew when the lists changed.
create table intake.decided_term (
    list text not null,
    country text not null,
    source_id text,
    term text not null,
    code text not null,
    valid_from date,
    valid_to date
);
create table intake.decided_place (
    place_id text not null,
    key text not null
);

-- A file that counts is read anew when it is filed again as it was and the lists have changed since.
insert into intake.transition (from_state, action, to_state, actor) values
    ('to_correct', 'received again', 'received', 'team'),
    ('to_confirm', 'received again', 'received', 'team'),
    ('accepted', 'received again', 'received', 'team');
