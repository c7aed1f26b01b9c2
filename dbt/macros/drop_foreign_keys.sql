{# See add_foreign_keys. #}
{% macro drop_foreign_keys() %}
do $$
declare
    key record;
begin
    for key in
        select constraints.conrelid::regclass as child, constraints.conname as name
        from pg_constraint as constraints
        where constraints.contype = 'f' and constraints.connamespace = to_regnamespace('marts')
    loop
        execute format('alter table %s drop constraint if exists %I', key.child, key.name);
    end loop;
end
$$;
commit;
{% endmacro %}
