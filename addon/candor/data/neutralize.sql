-- A copied database (staging) answers nobody and feeds no index.
INSERT INTO ir_config_parameter (key, value)
VALUES ('candor.neutralized', 'True')
    ON CONFLICT (key) DO UPDATE SET value = 'True';
UPDATE candor_outbox
   SET lease = NULL,
       leased_until = NULL;
UPDATE res_users
   SET active = false
 WHERE id IN (SELECT res_id FROM ir_model_data WHERE module = 'candor' AND name = 'user_indexer');
DELETE FROM res_users_apikeys
 WHERE user_id IN (SELECT res_id FROM ir_model_data WHERE module = 'candor' AND name = 'user_indexer');
