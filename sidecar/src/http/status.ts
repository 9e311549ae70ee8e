import type { Request, Response } from "express";

import type { StatusLine, StatusResponse } from "../contract.ts";
import type { Context } from "../context.ts";
import {
  CandorError,
  EmbedderAnswerError,
  EmbedderRefusedError,
  SecretRefusedError,
  WrongDatabaseError,
} from "../errors.ts";
import type { OdooStatus } from "../odoo/session.ts";
import { isCompatible, protocol, sidecarVersion } from "../release.ts";
import { serverVersions } from "../store/health.ts";
import { indexingProgress } from "../store/indexing-progress.ts";
import type { IndexingProgress } from "../store/indexing-progress.ts";
import type { AddressLimit } from "./address-limit.ts";
import { authenticate } from "./authenticate.ts";

const checkMs = 5_000;

/** `POST /status`: the connection test of an administrator, line by line. */
export async function status(
  context: Context,
  limit: AddressLimit,
  ending: AbortSignal,
  request: Request,
  response: Response,
): Promise<void> {
  const signal = AbortSignal.any([ending, AbortSignal.timeout(checkMs)]);
  const { answer: odoo } = await authenticate(context, limit, request, (session) =>
    session.status(signal),
  );
  const [database, index, embedder, belongs, secret] = await Promise.all([
    databaseLine(context, signal),
    indexLine(context, signal),
    embedderLine(context, signal),
    odooLine(context, odoo, signal),
    secretLine(context, signal),
  ]);
  const lines: StatusLine[] = [
    { part: "sidecar", ok: true, detail: `Candor ${sidecarVersion}` },
    belongs,
    database,
    index,
    embedder,
    versionsLine(odoo),
    secret,
  ];
  response.json({ lines } satisfies StatusResponse);
}

async function odooLine(
  { database }: Context,
  odoo: OdooStatus,
  signal: AbortSignal,
): Promise<StatusLine> {
  const detail = `addon ${odoo.addonVersion}`;
  try {
    await database.meet(odoo.databaseUuid, signal);
  } catch (error) {
    if (error instanceof WrongDatabaseError) {
      return { part: "odoo", ok: false, detail, code: error.code };
    }
    // The database's own line says the rest.
  }
  return { part: "odoo", ok: true, detail };
}

async function databaseLine({ database }: Context, signal: AbortSignal): Promise<StatusLine> {
  const state = await database.state();
  if (state !== "ready") {
    const code = state === "migrating" ? state : "database_unavailable";
    return { part: "database", ok: false, detail: "", code };
  }
  try {
    const { postgres, pgvector } = await serverVersions(database.statements(signal));
    const vectors = pgvector === null ? "without pgvector" : `pgvector ${pgvector}`;
    return { part: "database", ok: true, detail: `PostgreSQL ${postgres}, ${vectors}` };
  } catch {
    return { part: "database", ok: false, detail: "", code: "database_unavailable" };
  }
}

async function indexLine({ database }: Context, signal: AbortSignal): Promise<StatusLine> {
  try {
    const progress = await indexingProgress(database.statements(signal));
    const line = { part: "index", detail: detailOf(progress) } as const;
    return (progress.answering?.records ?? 0) > 0
      ? { ...line, ok: true }
      : { ...line, ok: false, code: "empty_index" };
  } catch {
    return { part: "index", ok: false, detail: "", code: "database_unavailable" };
  }
}

function detailOf({ answering, building, waiting }: IndexingProgress): string {
  const details = [`${answering?.records ?? 0} records`];
  if (answering && answering.vectors !== null && answering.vectors < answering.chunks) {
    details.push(`${answering.vectors} of ${answering.chunks} vectors`);
  }
  if (building) details.push(`${building.records} in the index that is being built`);
  const waits = (waiting?.edits ?? 0) + (waiting?.bulk ?? 0);
  if (waits > 0) details.push(`${waits} waiting`);
  return details.join(", ");
}

async function embedderLine({ embedder }: Context, signal: AbortSignal): Promise<StatusLine> {
  if (!embedder) return { part: "embedder", ok: false, detail: "", code: "no_embedder" };
  try {
    const dimensions = await embedder.test(signal);
    return { part: "embedder", ok: true, detail: `${embedder.model}, ${dimensions} dimensions` };
  } catch (error) {
    const isAway = !(error instanceof EmbedderRefusedError || error instanceof EmbedderAnswerError);
    const reason =
      error instanceof CandorError && "reason" in error ? `: ${String(error.reason)}` : "";
    return {
      part: "embedder",
      ok: false,
      detail: `${embedder.model}${reason}`,
      code: isAway ? "embedder_unavailable" : "embedder_refused",
    };
  }
}

function versionsLine(odoo: OdooStatus): StatusLine {
  const detail = `addon ${odoo.addonVersion} (wire ${odoo.protocol}), sidecar ${sidecarVersion} (wire ${protocol})`;
  return isCompatible(odoo.protocol)
    ? { part: "versions", ok: true, detail }
    : { part: "versions", ok: false, detail, code: "version_mismatch" };
}

/** The indexer's own way into Odoo: account, key, shared secret and clock in one. */
async function secretLine({ service }: Context, signal: AbortSignal): Promise<StatusLine> {
  try {
    await service.settings(signal);
    return { part: "secret", ok: true, detail: "" };
  } catch (error) {
    const code = error instanceof SecretRefusedError ? error.code : "odoo_unavailable";
    const detail =
      error instanceof SecretRefusedError
        ? error.reason === "account"
          ? "CANDOR_INDEXER_KEY"
          : "CANDOR_SHARED_SECRETS"
        : error instanceof CandorError && "reason" in error
          ? String(error.reason)
          : "";
    return { part: "secret", ok: false, detail, code };
  }
}
