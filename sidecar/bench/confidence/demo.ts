import { Asker } from "../../../e2e/asker.ts";
import { readQuestions } from "../../../e2e/demo/check-question.ts";
import type { Question } from "../../../e2e/demo/check-question.ts";
import { DemoRecords } from "../../../e2e/demo/check-records.ts";
import { isRightAnswer } from "../../../e2e/demo/check-verdict.ts";
import type { BenchStack } from "../../../e2e/stack/bench.ts";
import { embedderUrl } from "../../../e2e/stack/embedder.ts";
import { sidecarDatabaseUrl } from "../../../e2e/stack/postgres.ts";
import { readSecrets } from "../../../e2e/stack/secrets.ts";
import type { Option } from "../../src/ask/confidence.ts";
import { optionsFor } from "../../src/ask/decide.ts";
import { passages } from "../../src/ask/passages.ts";
import { permitRounds } from "../../src/ask/permit.ts";
import { retrieve } from "../../src/ask/retrieve.ts";
import { Visibility } from "../../src/ask/visibility.ts";
import { createPool } from "../../src/context.ts";
import { Embedder } from "../../src/model/embedder.ts";
import { Bulkhead } from "../../src/odoo/bulkhead.ts";
import { OdooSession } from "../../src/odoo/session.ts";
import { protocol } from "../../src/release.ts";
import { Database } from "../../src/store/database.ts";
import { model } from "../index/fill.ts";
import { textOf } from "../squad/shown.ts";
import { rowOf } from "./rows.ts";
import type { Row } from "./rows.ts";

const quiet = { info: () => undefined, warn: () => undefined };

/**
 * They are few beside SQuAD's, and all that is known of answers from fields; of sentences of prose they
 * say little.
 */
const counts = { count: 1, emphasis: 1, factors: { fields: 10, passage: 3, excerpt: 3 } };

/**
 * Each of the demo's questions as its user, with all that it could be answered with. Rows are grouped
 * by the questions' split.
 */
export async function askDemo(stack: BenchStack, stopped: AbortSignal): Promise<Row[]> {
  const secrets = await readSecrets(stack.instance.secrets);
  const database = new Database(
    createPool(sidecarDatabaseUrl(secrets, stack.ports.postgres)),
    quiet,
  );
  await database.prepare(stopped);
  const url = embedderUrl(stack.ports);
  const embedder =
    url === ""
      ? undefined
      : new Embedder({
          ...{ url: new URL(url), model, key: undefined, maxTokens: 512 },
          inputTypes: { question: "query", passage: "passage" },
        });
  const visibility = new Visibility();
  const bulkhead = new Bulkhead(2);

  const options = async (asker: Asker, ticket: string): Promise<Option[]> => {
    const visitor = {
      ...{ sessionId: asker.cookie, origin: stack.odooUrl },
      ...{ userAgent: "bench", address: "127.0.0.1" },
    };
    const session = new OdooSession({ url: new URL(stack.odooUrl), bulkhead }, visitor, ticket);
    const taken = await session.take(protocol, stopped);
    const finding = {
      asker: { uid: taken.uid, companyIds: taken.companyIds, odoo: session },
      ...{ visibility, embedder },
    };
    const found = await retrieve(database.statements(stopped), taken, finding, stopped);
    const { records, read } = await permitRounds(session, found.candidates, stopped);
    return optionsFor(passages(records, found.question, read, found.rarities), taken.today).options;
  };

  const askers = new Map<string, Promise<Asker>>();
  const askerOf = (login: string): Promise<Asker> => {
    const asker = askers.get(login) ?? Asker.login(stack, login);
    askers.set(login, asker);
    return asker;
  };
  const records = new DemoRecords(await askerOf("admin"));
  const rows: Row[] = [];
  for (const question of await readQuestions()) {
    stopped.throwIfAborted();
    const asker = await askerOf(question.user);
    const ticket = await ticketFor(asker, question, records);
    if (ticket === undefined) continue;
    const named = [question.record, ...(question.alsoRight ?? [])].flatMap((it) => it ?? []);
    const right = await Promise.all(named.map((it) => records.find(it)));
    rows.push(
      rowOf(
        question.split,
        await options(asker, ticket),
        (it) => isRightAnswer({ question, right }, textOf(it), it.given?.evidence ?? []),
        counts,
      ),
    );
  }
  embedder?.close();
  await database.pool.end();
  return rows;
}

/** After the questions before it in its conversation; undefined where Odoo refuses to open it. */
async function ticketFor(
  asker: Asker,
  { question, earlier = [], open }: Question,
  records: DemoRecords,
): Promise<string | undefined> {
  const opened = open && (await records.find(open));
  try {
    let conversationId: number | undefined;
    for (const words of earlier) {
      ({ conversationId } = await asker.ask(words, { open: opened, conversationId }));
    }
    return (await asker.ticket(question, { open: opened, conversationId })).ticket;
  } catch {
    return undefined;
  }
}
