-- A withdrawn file can be erased: its sealed copy, rows, findings and names go; the ledger keeps that there was one.
insert into intake.transition (from_state, action, to_state, actor) values
    ('withdrawn', 'erased', 'withdrawn', 'engineer');
