-- An event may have several protection measures: what was landed as one term is an array of one.
do $$
declare landed text;
begin
    for landed in
        select tables.table_name from information_schema.columns
        inner join information_schema.tables using (table_schema, table_name)
        where table_schema = 'raw' and column_name = 'protection_measure' and table_type = 'BASE TABLE'
    loop
        execute format(
            'update raw.%I set protection_measure = json_build_array(protection_measure)::text'
            ' where protection_measure not like ''["%%''', landed
        );
    end loop;
end $$;
