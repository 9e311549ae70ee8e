"""The sections that an answer was made from were JSON in a column of its turn; they become rows."""

from odoo.tools import sql

#: `[]` for a list with an entry that points nowhere: while a part of what an answer was made from is
#: unknown, one in a model's words is shown to nobody. Escapes that jsonb refuses (zero bytes, halves of
#: characters) go; they stand in quotes, which nobody looks at here.
_CREATE = r"""
CREATE FUNCTION pg_temp.candor_pointers(stored text, key text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    refused CONSTANT text := '(?<!\\)((?:\\\\)*)\\u(?:0000|[dD][89a-fA-F][0-9a-fA-F]{2})';
    found jsonb;
BEGIN
    found := regexp_replace(stored, refused, '\1', 'g')::jsonb;
    IF key IS NOT NULL THEN
        found := found -> key;
    END IF;
    IF jsonb_typeof(found) = 'array' AND NOT EXISTS (
        SELECT FROM jsonb_array_elements(found) AS entry
         WHERE jsonb_typeof(entry -> 'resModel') IS DISTINCT FROM 'string'
            OR jsonb_typeof(entry -> 'section') IS DISTINCT FROM 'string'
            OR jsonb_typeof(entry -> 'resId') IS DISTINCT FROM 'number'
            OR entry ->> 'resId' !~ '^[1-9][0-9]*$'
            OR (entry ->> 'resId')::numeric >= 2147483648
    ) THEN
        RETURN found;
    END IF;
    RETURN '[]';
EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
    RETURN '[]';
END
$$
"""

_INSERT = """
  WITH turn AS MATERIALIZED (
           SELECT id,
                  pg_temp.candor_pointers(sections, NULL) AS given,
                  pg_temp.candor_pointers(answer, 'evidence') AS cited
             FROM candor_turn
            WHERE sections <> '[]'
       )
INSERT INTO candor_turn_section (turn_id, res_model, res_id, section, hash, cited)
     SELECT turn.id,
            given.res_model,
            given.res_id,
            given.section,
            given.hash,
            turn.cited @> jsonb_build_array(
                jsonb_build_object('resModel', res_model, 'resId', res_id, 'section', section)
            )
       FROM turn
 CROSS JOIN LATERAL (
                SELECT entry ->> 'resModel' AS res_model,
                       (entry ->> 'resId')::int AS res_id,
                       entry ->> 'section' AS section,
                       CASE jsonb_typeof(entry -> 'hash') WHEN 'string' THEN entry ->> 'hash' END AS hash,
                       min(place) AS place
                  FROM jsonb_array_elements(turn.given) WITH ORDINALITY AS listed(entry, place)
              GROUP BY 1, 2, 3, 4
            ) AS given
   ORDER BY turn.id, given.place
"""


def migrate(cr, version):
    """:param version: installed before; nothing where the addon is new"""
    if not version or not sql.column_exists(cr, "candor_turn", "sections"):
        return
    cr.execute(_CREATE)
    cr.execute(_INSERT)
    cr.execute("DROP FUNCTION pg_temp.candor_pointers")
    cr.execute("ALTER TABLE candor_turn DROP COLUMN sections")
