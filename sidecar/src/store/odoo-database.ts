import type { Queryable } from "./transaction.ts";

/** Remembers the first Odoo database met. @returns the uuid of the one this index belongs to */
export async function claimOdooDatabase(db: Queryable, uuid: string): Promise<string> {
  await db.query("insert into odoo_database (uuid) values ($1) on conflict do nothing", [uuid]);
  const found = await db.query<{ uuid: string }>("select uuid from odoo_database");
  return found.rows[0]?.uuid ?? "";
}
