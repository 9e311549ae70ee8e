import { Writable } from "node:stream";
import winston from "winston";

import { readConfig } from "../src/config.ts";
import { createContext } from "../src/context.ts";
import type { Context } from "../src/context.ts";
import type { SectionLine } from "../src/odoo/session.ts";
import { replace } from "../src/indexing/replace.ts";
import { completeGeneration } from "../src/store/generations.ts";
import { completeEnvironment } from "./environment.ts";
import { openTestGeneration } from "./generations.ts";
import type { OdooServer } from "./odoo-server.ts";
import { sectionsOf } from "./records.ts";
import type { Written } from "./records.ts";

/** A context like the product's, with a log that can be searched. */
export function contextFor(
  odoo: OdooServer,
  databaseUrl: string,
  changes: Record<string, string> = {},
): { context: Context; logged: () => string } {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString("utf8"));
      done();
    },
  });
  const log = winston.createLogger({
    level: "debug",
    format: winston.format.json(),
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- winston's types name the interface, not the class
    transports: [new winston.transports.Stream({ stream })],
  });
  const config = readConfig(
    completeEnvironment({
      CANDOR_DATABASE_URL: databaseUrl,
      CANDOR_ODOO_URL: odoo.url.origin,
      ...changes,
    }),
  );
  return { context: createContext(config, log), logged: () => lines.join("") };
}

/** Puts records into the index and lets Odoo permit those whose id is among `readable`. */
export async function publish(
  context: Context,
  odoo: OdooServer,
  written: Written[],
  readable: number[] = written.map((it) => it.resId),
): Promise<void> {
  const { id } = await openTestGeneration(context.database.pool);
  await completeGeneration(context.database.pool, id);
  for (const it of written) {
    const record = { ...it, sections: sectionsOf(it), version: 1, deleted: false, lang: "en_US" };
    await replace(context.database.pool, id, record);
  }
  odoo.routes.set("/candor/visible", ({ params }) =>
    params.at_most === undefined ? { ids: params.ids } : { all: false },
  );
  odoo.routes.set("/candor/search", ({ params }) => {
    const hits = written.map((it) => ({ ...it, words: placesIn(it, params.words as string[]) }));
    const found = hits.filter((it) => readable.includes(it.resId) && it.words.length > 0);
    return {
      records: found.map((it) => ({ res_model: it.resModel, res_id: it.resId, words: it.words })),
    };
  });
  odoo.routes.set("/candor/permit", ({ params }) => {
    const asked = params.pointers as { res_model: string; res_id: number }[];
    const records = written.filter(
      (it) =>
        readable.includes(it.resId) &&
        asked.some((one) => one.res_model === it.resModel && one.res_id === it.resId),
    );
    return { records: records.map(renderedByOdoo) };
  });
}

function placesIn(written: Written, words: string[]): number[] {
  const text = JSON.stringify([written.name, written.fields]).toLowerCase();
  return [...words.keys()].filter((at) => text.includes(words[at] ?? ""));
}

/** As Odoo writes it: snake_case, and `false` for nothing. */
function renderedByOdoo(written: Written): object {
  return {
    res_model: written.resModel,
    res_id: written.resId,
    name: written.name,
    model_label: written.modelLabel ?? written.resModel,
    party: written.isParty ?? false,
    sections: sectionsOf(written).map((section) => ({
      ...section,
      date: section.date ?? false,
      hash: "0f",
      lines: section.lines.map(withFalse),
      quiet: section.quiet.map(withFalse),
    })),
  };
}

function withFalse({ cells, ...line }: SectionLine): object {
  const own = Object.entries(line).map(([name, value]): [string, unknown] => [
    name,
    value ?? false,
  ]);
  return {
    ...Object.fromEntries<unknown>(own),
    cells: cells.map((it) => withFalse({ ...it, text: "", cells: [] })),
  };
}

/** A calibrator by which every answer is right, or none: what is chosen is another test's. */
function calibratorSaying(bias: number): object {
  return {
    ...{ version: "of a test", fittedOn: [{ name: "nothing", rows: 0 }], figures: {} },
    thresholds: [{ target: 0.9, threshold: 0.5, promised: false, labels: 0, missing: 0 }],
    model: { fields: { bias, terms: {} }, excerpt: { bias: -9, terms: {} } },
  };
}

export const certain = calibratorSaying(9);
export const doubtful = calibratorSaying(-9);

export function takenTurn(question: string, changes: object = {}): object {
  return {
    turn_id: 4,
    uid: 5,
    company_ids: [1],
    lang: "en_US",
    tz: "UTC",
    today: "2026-03-10",
    question,
    conversation_id: 2,
    open_record: { res_model: "crm.lead", res_id: 31 },
    earlier: [],
    completion_token: "completion-token-77",
    target_precision: 0.9,
    calibrator: certain,
    database_uuid: "uuid-1",
    addon_version: "19.0.0.1.0",
    protocol: 1,
    ...changes,
  };
}
