import { Asker, OdooRefusal } from "../../../../e2e/asker.ts";
import type { BenchStack } from "../../../../e2e/stack/bench.ts";
import { embedderUrl } from "../../../../e2e/stack/embedder.ts";
import { sidecarDatabaseUrl } from "../../../../e2e/stack/postgres.ts";
import { readSecrets } from "../../../../e2e/stack/secrets.ts";
import { optionsFor } from "../../../src/answering/confidence/decide.ts";
import type { Options } from "../../../src/answering/confidence/decide.ts";
import { reachable } from "../../../src/answering/extractive/reach.ts";
import { readAll } from "../../../src/answering/extractive/read-all.ts";
import type { Reached } from "../../../src/answering/extractive/read-all.ts";
import { labelsIn } from "../../../src/answering/extractive/reading.ts";
import { createPool } from "../../../src/context.ts";
import { LabelVectors } from "../../../src/labels/label-vectors.ts";
import { Embedder } from "../../../src/model/embedder.ts";
import { Bulkhead } from "../../../src/odoo/bulkhead.ts";
import { OdooSession } from "../../../src/odoo/session.ts";
import type { TakenTurn } from "../../../src/odoo/session.ts";
import { permit } from "../../../src/permission/permit.ts";
import { protocol } from "../../../src/release.ts";
import { Visibility } from "../../../src/retrieval/visibility.ts";
import { Database } from "../../../src/store/database.ts";
import { keyOf } from "../../../src/store/search.ts";
import { Trace } from "../../../src/trace/trace.ts";
import { gather, readAsked } from "../../../src/turn/gather.ts";
import type { Gathered } from "../../../src/turn/gather.ts";
import { quotedBefore } from "../../../src/turn/quoted-before.ts";
import { deadlines, Stages } from "../../../src/turn/stages.ts";
import { model } from "../../index/fill.ts";

const quiet = { info: () => undefined, warn: () => undefined };

export interface Put {
  user: string;
  /** Of one conversation; the last one is looked at. */
  turns: string[];
  /** As without an embedder. */
  isWordsOnly?: boolean;
  open: { resModel: string; resId: number } | undefined;
}

/** Asks questions in this process, by the code of a turn, to see all that they could be answered with. */
export class Observer {
  readonly #stack: BenchStack;
  readonly #stopped: AbortSignal;
  readonly #database: Database;
  readonly #embedder: Embedder;
  readonly #labels: LabelVectors;
  readonly #visibility = new Visibility();
  readonly #bulkhead = new Bulkhead(2);
  readonly #askers = new Map<string, Promise<Asker>>();

  private constructor(stack: BenchStack, database: Database, stopped: AbortSignal) {
    this.#stack = stack;
    this.#stopped = stopped;
    this.#database = database;
    this.#embedder = new Embedder({
      ...{ url: new URL(embedderUrl(stack.ports)), model, key: undefined, maxTokens: 512 },
      inputTypes: { question: "query", passage: "passage" },
    });
    this.#labels = new LabelVectors(database.pool, this.#embedder, quiet);
  }

  static async of(stack: BenchStack, stopped: AbortSignal): Promise<Observer> {
    const secrets = await readSecrets(stack.instance.secrets);
    const database = new Database(
      createPool(sidecarDatabaseUrl(secrets, stack.ports.postgres)),
      quiet,
    );
    await database.prepare(stopped);
    return new Observer(stack, database, stopped);
  }

  asker(login: string): Promise<Asker> {
    const asker = this.#askers.get(login) ?? Asker.login(this.#stack, login);
    this.#askers.set(login, asker);
    return asker;
  }

  /** Undefined where Odoo refuses to open it. */
  async options({ user, turns, open, isWordsOnly = false }: Put): Promise<Options | undefined> {
    const asker = await this.asker(user);
    let ticket: string;
    try {
      let conversationId: number | undefined;
      for (const words of turns.slice(0, -1)) {
        ({ conversationId } = await asker.ask(words, { open, conversationId }));
      }
      ({ ticket } = await asker.ticket(turns.at(-1) ?? "", { open, conversationId }));
    } catch (error) {
      if (error instanceof OdooRefusal) return undefined;
      throw error;
    }
    const visitor = {
      ...{ sessionId: asker.cookie, origin: this.#stack.odooUrl },
      ...{ userAgent: "bench", address: "127.0.0.1" },
    };
    const url = new URL(this.#stack.odooUrl);
    const session = new OdooSession({ url, bulkhead: this.#bulkhead }, visitor, ticket);
    const embedder = isWordsOnly ? undefined : this.#embedder;
    return await this.#read(await session.take(protocol, this.#stopped), session, embedder);
  }

  async end(): Promise<void> {
    this.#labels.close();
    this.#embedder.close();
    await this.#database.pool.end();
  }

  async #read(
    taken: TakenTurn,
    session: OdooSession,
    embedder: Embedder | undefined,
  ): Promise<Options> {
    const stages = new Stages(new Trace("observed", embedder?.model ?? null), deadlines);
    const context = {
      ...{ database: this.#database, embedder, visibility: this.#visibility },
    };
    const odoo = stages.trace.calls.odoo(session);
    const read = await readAsked(context, taken, stages, this.#stopped);
    const gathered = await gather(context, read, taken, odoo, stages, this.#stopped);
    const first = await this.#optionsFrom(gathered, taken, []);
    // A turn goes one step further only where nothing answers; what it would find there counts as well.
    const targets = reachable(first.linked, first.options.choices);
    if (targets.length === 0) return first.options;
    const pointers = targets.map(({ resModel, resId }) => ({ resModel, resId, section: "fields" }));
    const permitted = await permit(odoo, pointers, this.#stopped);
    const reached = permitted.flatMap((record): Reached[] => {
      const target = targets.find((it) => keyOf(it) === keyOf(record));
      if (!target) return [];
      return [{ record, from: keyOf(target.from.read.record), label: target.label }];
    });
    return (await this.#optionsFrom(gathered, taken, reached)).options;
  }

  async #optionsFrom(gathered: Gathered, taken: TakenTurn, reached: Reached[]) {
    const { question, vectors, candidates, records, retrieved } = gathered;
    const wanted = labelsIn([...records, ...reached.map((it) => it.record)]);
    const db = this.#database.statements(this.#stopped);
    await this.#labels.find(db, wanted);
    await this.#labels.settled();
    const reading = readAll({
      ...{ question, vectors, candidates, records, reached, rarities: retrieved.rarities },
      labels: await this.#labels.find(db, wanted),
      quotedBefore: quotedBefore(taken),
    });
    return { options: optionsFor(reading), linked: reading.linked };
  }
}
