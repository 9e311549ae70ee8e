import type { Queryable } from "./transaction.ts";

/** Versions of what the sidecar stands on; pgvector as installed, else as available, else null. */
export async function serverVersions(
  db: Queryable,
): Promise<{ postgres: string; pgvector: string | null }> {
  const found = await db.query<{ postgres: string; pgvector: string | null }>(
    `select split_part(current_setting('server_version'), ' ', 1) as postgres,
       coalesce((select extversion from pg_extension where extname = 'vector'),
         (select default_version from pg_available_extensions where name = 'vector')) as pgvector`,
  );
  return found.rows[0] ?? { postgres: "", pgvector: null };
}
