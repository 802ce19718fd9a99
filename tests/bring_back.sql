-- Between two tests: the tables hold again what the migrations put there. Only tables that hold something are touched.
CREATE SCHEMA pristine;

CREATE FUNCTION pristine.remember() RETURNS void LANGUAGE plpgsql AS $$
DECLARE name text;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('CREATE TABLE pristine.%1$I AS SELECT * FROM public.%1$I', name);
    END LOOP;
END $$;

CREATE FUNCTION pristine.bring_back() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    name text;
    filled boolean;
    counter text;
BEGIN
    SET LOCAL lock_timeout = '5s';  -- a test that left a transaction open shall be seen, not waited for
    SET LOCAL session_replication_role = replica;  -- in any order: foreign keys hold again at the end
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'pristine' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO filled;
        IF filled THEN
            EXECUTE format('DELETE FROM public.%I', name);
            EXECUTE format('INSERT INTO public.%1$I SELECT * FROM pristine.%1$I', name);
        END IF;
    END LOOP;
    FOR counter IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL LOOP
        EXECUTE format('ALTER SEQUENCE public.%I RESTART', counter);
    END LOOP;
END $$;
