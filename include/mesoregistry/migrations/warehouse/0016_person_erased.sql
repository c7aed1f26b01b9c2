-- A woman can be erased from a file that goes on counting: its sealed copy is another one then, without her.
alter table intake.submission add column resealed_sha256 text check (resealed_sha256 ~ '^[0-9a-f]{64}$');

insert into intake.transition (from_state, action, to_state, actor) values
    ('to_correct', 'person erased', 'to_correct', 'engineer'),
    ('to_confirm', 'person erased', 'to_confirm', 'engineer'),
    ('accepted', 'person erased', 'accepted', 'engineer'),
    ('replaced', 'person erased', 'replaced', 'engineer'),
    ('withdrawn', 'person erased', 'withdrawn', 'engineer'),
    -- The months for which a source keeps names and files are over.
    ('to_correct', 'expired', 'to_correct', 'intake'),
    ('to_confirm', 'expired', 'to_confirm', 'intake'),
    ('accepted', 'expired', 'accepted', 'intake'),
    ('replaced', 'expired', 'replaced', 'intake'),
    ('withdrawn', 'expired', 'withdrawn', 'intake'),
    ('returned', 'expired', 'returned', 'intake');
