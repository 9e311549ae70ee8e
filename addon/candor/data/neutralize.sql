-- A copied database (staging) answers nobody and feeds no index.
INSERT INTO ir_config_parameter (key, value)
VALUES ('candor.neutralized', 'True')
    ON CONFLICT (key) DO UPDATE SET value = 'True';
DO $candor$
DECLARE
    mine record;
BEGIN
    -- Their triggers go with them: in a copy nobody reads what they would write down.
    FOR mine IN SELECT oid::regprocedure AS signature FROM pg_proc
                 WHERE proname LIKE 'candor\_on\_%' AND prorettype = 'trigger'::regtype LOOP
        EXECUTE format('DROP FUNCTION %s CASCADE', mine.signature);
    END LOOP;
    IF to_regclass('candor_change') IS NOT NULL THEN
        DELETE FROM candor_change;
    END IF;
    -- What its sidecar has to forget is the business of the original.
    IF to_regclass('candor_forgotten') IS NOT NULL THEN
        DELETE FROM candor_forgotten;
    END IF;
END
$candor$;
DELETE FROM candor_outbox;
UPDATE res_users
   SET active = false
 WHERE id IN (SELECT res_id FROM ir_model_data WHERE module = 'candor' AND name = 'user_indexer');
DELETE FROM res_users_apikeys
 WHERE user_id IN (SELECT res_id FROM ir_model_data WHERE module = 'candor' AND name = 'user_indexer');
