-- Besides names: the keys that teams keep their cases under, and texts that are no value of the registry.
alter table vault.identity drop constraint identity_kind_check;
alter table vault.identity add constraint identity_kind_check
    check (kind in ('person', 'organisation', 'case', 'value'));
