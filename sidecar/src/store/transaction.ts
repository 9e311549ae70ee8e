import type { Pool, PoolClient } from "pg";

/** Whatever can run a statement: the pool, or the client of a transaction. */
export type Queryable = Pick<PoolClient, "query">;

/**
 * Runs `work` in one transaction: commits what it returns, rolls back when it throws. A client whose
 * rollback fails is destroyed instead of going back to the pool.
 */
export async function inTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    const result = await work(client);
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch((cause: unknown) => {
      broken = cause instanceof Error ? cause : new Error(String(cause));
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
