import type { Response } from "express";

import type { Context } from "../context.ts";
import { ping } from "../store/health.ts";

const pingMs = 2_000;

/** `GET /healthz`: the process lives. Restart it when this fails. */
export function healthz(response: Response): void {
  response.json({ ok: true });
}

/** `GET /readyz`: whether questions can be answered; 503 names the part that is away. */
export async function readyz(context: Context, response: Response): Promise<void> {
  const [database, odoo] = await Promise.all([isDatabaseUp(context), context.odooHealth.isUp()]);
  const word = (up: boolean): string => (up ? "up" : "down");
  response
    .status(database && odoo ? 200 : 503)
    .json({ ok: database && odoo, database: word(database), odoo: word(odoo) });
}

async function isDatabaseUp({ database }: Context): Promise<boolean> {
  try {
    await ping(database.statements(AbortSignal.timeout(pingMs)));
    return true;
  } catch {
    return false;
  }
}
