import { setTimeout as delay } from "node:timers/promises";
import PQueue from "p-queue";
import type { Pool, PoolClient } from "pg";

import { isAborted, unlessAborted } from "../abort.ts";
import { codeOf, DatabaseUnavailableError, StoppedError, WrongDatabaseError } from "../errors.ts";
import type { Log } from "../log.ts";
import { migrate } from "./migrate.ts";
import { claimOdooDatabase } from "./odoo-database.ts";
import type { Queryable } from "./transaction.ts";

const retryMs = 2_000;
/** Requests' statements; the pool's other connections are the indexer's. */
const statementsAtOnce = 6;
/** A statement that took so long and wasn't done shows that nobody else should wait either … */
const hungMs = 1_500;
/** … for so long; the next one then tries again. */
const hungForMs = 5_000;
const stateMs = 2_000;
const meetMs = 3_000;

/** The sidecar's own PostgreSQL: may be away at the start and go away at any time. */
export class Database {
  readonly pool: Pool;
  readonly #log: Pick<Log, "info" | "warn">;
  readonly #statements = new PQueue({ concurrency: statementsAtOnce });
  #requests = 0;
  readonly #migrated = Promise.withResolvers<undefined>();
  #odooUuid: string | undefined;
  #ready = false;
  #hungUntil = -Infinity;

  constructor(pool: Pool, log: Pick<Log, "info" | "warn">) {
    this.pool = pool;
    this.#log = log;
    // Whoever uses a connection that breaks is told by its statement; unheard, these events would
    // end the process. The pool repeats what its idle clients say.
    pool.on("error", () => undefined);
    pool.on("connect", (client) =>
      client.on("error", (error) => {
        log.warn("database connection lost", { reason: codeOf(error) ?? "unknown" });
      }),
    );
  }

  /** Migrates as soon as the server can be reached. Ends when that is done or `signal` aborts. */
  async prepare(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const applied = await migrate(this.pool);
        this.#ready = true;
        this.#log.info("database ready", { applied });
        this.#migrated.resolve(undefined);
        return;
      } catch (error) {
        this.#log.warn("database not ready", { reason: codeOf(error) ?? "unknown", retryMs });
        await delay(retryMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** `migrating`: there, but without its schema yet. */
  async state(): Promise<"ready" | "migrating" | "away"> {
    try {
      await unlessAborted(this.pool.query("select 1"), AbortSignal.timeout(stateMs));
      return this.#ready ? "ready" : "migrating";
    } catch {
      return "away";
    }
  }

  /** Resolves when the schema stands. @throws StoppedError when aborted before */
  async whenReady(signal: AbortSignal): Promise<void> {
    await unlessAborted(this.#migrated.promise, signal);
  }

  /**
   * Statements of one request. Where they have to wait, those of the oldest request go first: else one
   * that needs two would wait twice. An abort closes the connection that is running one.
   *
   * @param budgetMs what all of them together may take, waiting included; no end where it isn't given
   * @throws DatabaseUnavailableError for whatever PostgreSQL or the network says, and past the budget;
   *   StoppedError
   */
  statements(signal: AbortSignal, budgetMs = Infinity): Queryable {
    const priority = -(this.#requests += 1);
    let leftMs = budgetMs;
    const query = async (text: string, values?: unknown[]): Promise<unknown> => {
      if (leftMs === Infinity) return this.#queued(text, values, priority, signal);
      const startedAt = performance.now();
      if (startedAt < this.#hungUntil) throw new DatabaseUnavailableError("hung");
      const late = AbortSignal.timeout(Math.max(0, Math.ceil(leftMs)));
      try {
        return await this.#queued(text, values, priority, AbortSignal.any([signal, late]));
      } catch (error) {
        if (isAborted(signal) || !late.aborted) throw error;
        const now = performance.now();
        if (now - startedAt >= hungMs) this.#hungUntil = now + hungForMs;
        throw new DatabaseUnavailableError("timeout");
      } finally {
        leftMs -= performance.now() - startedAt;
      }
    };
    return { query: query as PoolClient["query"] };
  }

  async #queued(
    text: string,
    values: unknown[] | undefined,
    priority: number,
    signal: AbortSignal,
  ): Promise<unknown> {
    try {
      const run = (): Promise<unknown> => this.#run(text, values, signal);
      // A connection that is being made hears no abort.
      return await unlessAborted(this.#statements.add(run, { priority, signal }), signal);
    } catch (error) {
      throw isAborted(signal) ? new StoppedError() : error;
    }
  }

  async #run(text: string, values: unknown[] | undefined, signal: AbortSignal): Promise<unknown> {
    if (!this.#ready) throw new DatabaseUnavailableError("not_migrated");
    let client: PoolClient | undefined;
    const abort = (): void => {
      client?.release(true);
      client = undefined;
    };
    try {
      client = await this.pool.connect();
      signal.addEventListener("abort", abort, { once: true });
      signal.throwIfAborted();
      return await client.query(text, values);
    } catch (error) {
      // Most errors are the connection's; a new one costs milliseconds.
      client?.release(true);
      client = undefined;
      throw new DatabaseUnavailableError(codeOf(error) ?? "unknown");
    } finally {
      signal.removeEventListener("abort", abort);
      client?.release();
    }
  }

  /** Whether it is known which Odoo database this one belongs to. */
  get hasMet(): boolean {
    return this.#odooUuid !== undefined;
  }

  /**
   * Ties this database to the first Odoo database that it meets. Once met, it is known without asking
   * again, so also while this database is away.
   *
   * @throws WrongDatabaseError for any other, whose ids would point to other records;
   *   DatabaseUnavailableError when it is away and none was met yet
   */
  async meet(uuid: string, signal: AbortSignal): Promise<void> {
    this.#odooUuid ??= await claimOdooDatabase(this.statements(signal, meetMs), uuid);
    if (this.#odooUuid !== uuid) throw new WrongDatabaseError();
  }
}
