import type { Response } from "express";

import type { Context } from "../context.ts";

/** `GET /healthz`: the process lives. Restart it when this fails. */
export function healthz(response: Response): void {
  response.json({ ok: true });
}

/**
 * `GET /readyz`: whether questions can be answered; 503 names the part that is away. Without the
 * embedder they can, from words alone, and without PostgreSQL by Odoo's own search, once it is known
 * which Odoo database this is.
 */
export async function readyz(context: Context, response: Response): Promise<void> {
  const [state, odoo] = await Promise.all([context.database.state(), context.odooHealth.isUp()]);
  const ok = odoo && (state === "ready" || context.database.hasMet);
  response.status(ok ? 200 : 503).json({
    ok,
    database: state === "ready" ? "up" : state,
    odoo: odoo ? "up" : "away",
    embedder: embedderState(context.embedder),
  });
}

function embedderState(embedder: Context["embedder"]): "up" | "away" | "none" {
  if (!embedder) return "none";
  return embedder.status.ok ? "up" : "away";
}
