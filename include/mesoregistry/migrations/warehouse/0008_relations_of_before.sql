-- dbt made a table of attacks for each country and their union before it read raw.record; nothing reads them now.
do $$
declare
    old record;
begin
    for old in
        select relnamespace::regnamespace as schema, relname as name, relkind
        from pg_class
        where relkind in ('r', 'v')
            and (
                (relnamespace = to_regnamespace('staging') and relname ~ '^stg_[a-z]{2}__attacks$')
                or (relnamespace = to_regnamespace('intermediate') and relname = 'int_attacks__unioned')
            )
        order by relkind desc -- the view before what it reads
    loop
        execute format('drop %s %s.%I', case old.relkind when 'v' then 'view' else 'table' end, old.schema, old.name);
    end loop;
end $$;
