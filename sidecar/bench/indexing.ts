// indexing: chunks a second from Odoo's outbox to searchable by meaning, beside the bare embedder.
import { parseArgs } from "node:util";

import { Asker } from "../../e2e/asker.ts";
import type { Bench, BenchStack, Outcome } from "../../e2e/stack/bench.ts";
import { chunksIn } from "../src/indexing/replace.ts";
import { Bulkhead } from "../src/odoo/bulkhead.ts";
import { OdooService } from "../src/odoo/service.ts";
import { Secret } from "../src/secret.ts";
import { readSet } from "./corpus.ts";
import type { Text } from "./corpus.ts";
import { settled, untilWaiting } from "./settled.ts";

const bar = 0.9;
/** As large as a server likes them: the baseline has no questions to let through. */
const bareBatch = 16;

interface Figures {
  chunks: number;
  embedderPerS: number;
  indexPerS: number;
}

export async function bench({ args, stack: start, stopped }: Bench): Promise<Outcome> {
  const { values } = parseArgs({
    args,
    options: {
      records: { type: "string", default: "450" },
    },
  });
  const { corpus } = readSet("squad2-dev-passages");
  const stack = await start({ durable: true });
  const asker = await Asker.login(stack, "admin");
  await settled(stack, stopped);

  const texts = corpus.slice(0, Number(values.records));
  const { chunks, embedderPerS, indexPerS } = await measure(stack, asker, texts, stopped);
  const ratio = indexPerS / embedderPerS;
  console.log(
    `${chunks} chunks: embedder alone ${embedderPerS.toFixed(2)}/s, ` +
      `indexed ${indexPerS.toFixed(2)}/s, ratio ${ratio.toFixed(3)}`,
  );
  return {
    results: { embedderPerS, indexPerS, ratio },
    missed: ratio < bar ? [`ratio ${ratio.toFixed(3)}, at least ${bar}`] : [],
  };
}

/**
 * New records while the sidecar is down; half of what it would embed of them is embedded bare; then it
 * starts, finds them missing, and indexes them; then the other half is embedded bare, so that a machine
 * that gets slower or faster does so for both.
 */
async function measure(
  stack: BenchStack,
  asker: Asker,
  texts: Text[],
  stopped: AbortSignal,
): Promise<Figures> {
  await stack.kill("sidecar");
  const ids = await asker.call<number[]>("crm.lead", "create", [
    texts.map(({ id, title, text }) => ({ name: `${title} ${id}`, description: text })),
  ]);
  const embedded = await textsOf(stack, new Set(ids), stopped);
  const half = embedded.length / 2;
  const beforeMs = await embedBare(stack, embedded.slice(0, half));
  await stack.restart("sidecar");
  const since = await untilWaiting(stack, (waiting) => waiting >= ids.length / 2, stopped);
  await settled(stack, stopped);
  const indexMs = performance.now() - since;
  const afterMs = await embedBare(stack, embedded.slice(half));
  const [row] = await stack.sql<{ vectors: number }>(
    "sidecar",
    `select count(*)::int as vectors from embedding e join document d on d.id = e.document
     where d.res_model = 'crm.lead' and d.res_id = any($1)`,
    [ids],
  );
  const chunks = row?.vectors ?? 0;
  if (chunks < embedded.length) throw new Error("Fewer vectors than chunks: nothing to compare.");
  return {
    chunks,
    embedderPerS: (embedded.length / (beforeMs + afterMs)) * 1_000,
    indexPerS: (chunks / indexMs) * 1_000,
  };
}

/** Leases what waits as the sidecar does, and lets the records go: it will find them missing. */
async function textsOf(
  stack: BenchStack,
  ids: Set<number>,
  stopped: AbortSignal,
): Promise<string[]> {
  const service = new OdooService({
    url: new URL(stack.odooUrl),
    database: stack.database,
    login: "candor_indexer",
    key: new Secret(stack.indexerKey),
    sharedSecrets: [new Secret(stack.sharedSecret)],
    bulkhead: new Bulkhead(1),
    meet: () => Promise.resolve(),
  });
  const texts = new Map<string, string>();
  for (const lane of ["edits", "bulk"] as const) {
    for (;;) {
      const request = { limit: 20, leaseSeconds: 60, lane, vectors: false, extractor: "" };
      const { rows } = await service.lease(request, stopped);
      if (rows.length === 0) break;
      const done = rows.map(({ id, lease }) => ({ id, lease, outcome: "done" as const }));
      await service.acknowledge(done, stopped);
      for (const row of rows.filter((it) => it.resModel === "crm.lead" && ids.has(it.resId))) {
        for (const chunk of chunksIn(row))
          texts.set(`${row.resId} ${chunk.contentHash}`, chunk.text);
      }
    }
  }
  return [...texts.values()];
}

async function embedBare(stack: BenchStack, texts: string[]): Promise<number> {
  const startedAt = performance.now();
  for (let from = 0; from < texts.length; from += bareBatch) {
    const input = texts.slice(from, from + bareBatch);
    const response = await fetch(`http://127.0.0.1:${stack.ports.embedder}/v1/embeddings`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({
        model: "bare",
        input,
        input_type: "passage",
        encoding_format: "base64",
      }),
    });
    if (!response.ok) throw new Error(`The embedder answered ${response.status}.`);
    await response.arrayBuffer();
  }
  return performance.now() - startedAt;
}
