import { createReadStream } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";

import type { BenchStack } from "../../../e2e/stack/bench.ts";
import { ODOO_DATABASE, SIDECAR_DATABASE } from "../../../e2e/stack/instance.ts";
import { dump } from "../../../e2e/stack/postgres.ts";

/** Longer than any word that is looked for: what a chunk of a file ends with belongs to the next one. */
const overlap = 64;

/**
 * Where words stand in all that a Candor keeps: dumps of both databases, Odoo's files, and the logs of
 * all parts. PostgreSQL's own files are left out: what is deleted stays there until it is overwritten.
 *
 * @param wanted in small letters
 * @returns each place by word
 */
export async function tracesOf(
  { instance, ports }: BenchStack,
  wanted: ReadonlySet<string>,
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  const note = (word: string, place: string): void => {
    found.set(word, [...(found.get(word) ?? []), place]);
  };
  const folder = join(instance.folder, "dumps");
  await mkdir(folder, { recursive: true });
  try {
    for (const database of [ODOO_DATABASE, SIDECAR_DATABASE]) {
      const file = join(folder, `${database}.sql`);
      await dump(instance, ports.postgres, database, file);
      for (const [table, words] of await wordsInDump(file, wanted)) {
        for (const word of words) note(word, `${database}: ${table}`);
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  for (const kept of [instance.odooData, dirname(instance.log("odoo"))]) {
    for (const entry of await readdir(kept, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile()) continue;
      for (const word of await wordsIn(path, wanted)) note(word, path.slice(kept.length + 1));
    }
  }
  return found;
}

/** By table, which a dump names before its rows. */
async function wordsInDump(
  path: string,
  wanted: ReadonlySet<string>,
): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  let table = "";
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Infinity });
  for await (const line of lines) {
    table = /^COPY (\S+) /.exec(line)?.[1] ?? table;
    for (const [word] of line.toLowerCase().matchAll(/[a-z]{9,}/g)) {
      if (wanted.has(word)) found.set(table, (found.get(table) ?? new Set()).add(word));
    }
  }
  return found;
}

async function wordsIn(path: string, wanted: ReadonlySet<string>): Promise<Set<string>> {
  const found = new Set<string>();
  let rest = "";
  for await (const chunk of createReadStream(path, { encoding: "latin1" })) {
    const text = rest + String(chunk).toLowerCase();
    for (const [word] of text.matchAll(/[a-z]{9,}/g)) if (wanted.has(word)) found.add(word);
    rest = text.slice(-overlap);
  }
  return found;
}
