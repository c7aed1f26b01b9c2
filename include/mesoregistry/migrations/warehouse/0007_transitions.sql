-- The table of transitions (mesoregistry.ledger.transitions; a test holds the two equal), and the rule that a
-- submission changes its state in no other way. The owner alone may change the table: see grants.sql.
create table intake.transition (
    from_state intake.submission_state, -- null: a submission begins
    action     text not null,
    to_state   intake.submission_state not null,
    actor      text not null check (actor in ('team', 'intake', 'gate', 'engineer')),
    unique nulls not distinct (from_state, action, to_state)
);

insert into intake.transition (from_state, action, to_state, actor) values
    (null, 'received', 'received', 'team'),
    ('returned', 'received again', 'received', 'team'),
    ('received', 'landed', 'in_review', 'intake'),
    ('in_review', 'landed', 'in_review', 'intake'),
    ('received', 'returned', 'returned', 'intake'),
    ('in_review', 'returned', 'returned', 'intake'),
    ('in_review', 'kept', 'to_correct', 'intake'),
    ('in_review', 'judged', 'in_review', 'gate'),
    ('in_review', 'asked', 'to_confirm', 'intake'),
    ('in_review', 'accepted', 'to_correct', 'intake'),
    ('in_review', 'accepted', 'to_confirm', 'intake'),
    ('in_review', 'accepted', 'accepted', 'intake'),
    ('to_correct', 'confirmed', 'in_review', 'team'),
    ('to_confirm', 'confirmed', 'in_review', 'team'),
    ('replaced', 'confirmed', 'in_review', 'team'),
    ('to_correct', 'replaced', 'replaced', 'intake'),
    ('to_confirm', 'replaced', 'replaced', 'intake'),
    ('accepted', 'replaced', 'replaced', 'intake'),
    ('replaced', 'reinstated', 'to_correct', 'team'),
    ('replaced', 'reinstated', 'to_confirm', 'team'),
    ('replaced', 'reinstated', 'accepted', 'team'),
    ('to_correct', 'reopened', 'in_review', 'engineer'),
    ('to_confirm', 'reopened', 'in_review', 'engineer'),
    ('accepted', 'reopened', 'in_review', 'engineer'),
    ('replaced', 'reopened', 'in_review', 'engineer'),
    ('returned', 'reopened', 'in_review', 'engineer'),
    ('received', 'withdrawn', 'withdrawn', 'team'),
    ('in_review', 'withdrawn', 'withdrawn', 'team'),
    ('to_correct', 'withdrawn', 'withdrawn', 'team'),
    ('to_confirm', 'withdrawn', 'withdrawn', 'team'),
    ('accepted', 'withdrawn', 'withdrawn', 'team'),
    ('replaced', 'withdrawn', 'withdrawn', 'team'),
    ('returned', 'withdrawn', 'withdrawn', 'team');

create function intake.check_transition() returns trigger language plpgsql as $$
begin
    if not exists (
        select from intake.transition as allowed
        where allowed.from_state is not distinct from case when tg_op = 'UPDATE' then old.state end
            and allowed.to_state = new.state
    ) then
        -- a class of its own: a fault of the program, not of the data (classes 22, 23 and 54)
        raise exception using errcode = 'ML001', constraint = 'submission_transition',
            message = format(
                'submission %s: %s does not become %s',
                new.submission_id, case when tg_op = 'UPDATE' then old.state::text else 'nothing' end, new.state
            );
    end if;
    return new;
end $$;

create trigger check_first_state before insert on intake.submission
    for each row execute function intake.check_transition();
create trigger check_transition before update of state on intake.submission
    for each row when (old.state is distinct from new.state) execute function intake.check_transition();

-- When the chain of events was verified, and the first event that did not fit.
create table ops.chain_verification (
    chain_verification_id bigint generated always as identity primary key,
    verified_at timestamptz not null default clock_timestamp(),
    broken_event_no bigint
);
