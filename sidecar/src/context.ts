import pg from "pg";
import type { Logger } from "winston";

import { QuestionQueue } from "./turn/queue.ts";
import type { RecordContext } from "./turn/delivery.ts";
import { Backlog } from "./turn/backlog.ts";
import { deadlines } from "./turn/stages.ts";
import type { TurnContext } from "./turn/turn.ts";
import { Visibility } from "./retrieval/visibility.ts";
import type { Config } from "./config.ts";
import { createLog } from "./log.ts";
import { LabelVectors } from "./labels/label-vectors.ts";
import { Embedder } from "./model/embedder.ts";
import { Bulkhead } from "./odoo/bulkhead.ts";
import type { CompletionContext } from "./odoo/completion.ts";
import { OdooHealth } from "./odoo/health.ts";
import { OdooService } from "./odoo/service.ts";
import { Database } from "./store/database.ts";
import type { Failure } from "./store/failures.ts";
import type { Completed } from "./store/journal.ts";

/** Everything that lives as long as the process; made once, closed once. */
export interface Context {
  readonly config: Config;
  /** A child logger per subsystem. */
  readonly log: (part: "http" | "ask" | "indexing" | "reviews" | "store" | "serve") => Logger;
  readonly database: Database;
  /** Questions' calls to Odoo. */
  readonly odoo: { url: URL; bulkhead: Bulkhead };
  readonly odooHealth: OdooHealth;
  /** The indexer's. */
  readonly service: OdooService;
  /** The same, for reviews: a lease that is being rendered must not keep anybody waiting for a reviewer. */
  readonly reviews: OdooService;
  /** Undefined where none is configured: questions and index then know words only. */
  readonly embedder: Embedder | undefined;
  readonly labels: LabelVectors;
  readonly recording: RecordContext;
  readonly asking: TurnContext;
  /** Closes the connections to PostgreSQL and stops looking for an embedder that is away. */
  close(): Promise<void>;
}

/** More wait; a question needs one at a time, an indexing lane too. */
const maxConnections = 10;
const connectMs = 2_000;
const statementMs = 15_000;
/** An answer has some kilobytes. */
const mostInMemory = 500;

/** Of the sidecar's own database; benches search through the same. */
export function createPool(connectionString: string): pg.Pool {
  return new pg.Pool({
    connectionString,
    application_name: "candor",
    max: maxConnections,
    connectionTimeoutMillis: connectMs,
    statement_timeout: statementMs,
    // A server that vanished without closing the connection answers nothing, not even its timeout.
    query_timeout: statementMs + 1_000,
  });
}

export function createContext(config: Config, log: Logger = createLog(config.log.level)): Context {
  const child = (part: string): Logger => log.child({ part });
  const pool = createPool(config.database.url.reveal());
  const database = new Database(pool, child("store"));

  const { url, database: name, sharedSecrets } = config.odoo;
  const bulkhead = new Bulkhead(config.odoo.concurrency);
  const completion: CompletionContext = {
    url,
    database: name,
    origin: config.http.allowedOrigins[0] ?? url.origin,
    sharedSecrets,
    bulkhead,
  };
  const serviceOf = (concurrency: number): OdooService =>
    new OdooService({
      url,
      database: name,
      login: config.indexing.login,
      key: config.indexing.key,
      sharedSecrets,
      bulkhead: new Bulkhead(concurrency),
      meet: (uuid, signal) => database.meet(uuid, signal),
    });

  const embedder = config.embedder === undefined ? undefined : new Embedder(config.embedder);

  const labels = new LabelVectors(pool, embedder, child("store"));

  const recording = {
    database,
    completion,
    journalKey: config.journal.key,
    backlog: {
      turns: new Backlog<Completed>(mostInMemory),
      failures: new Backlog<Failure>(mostInMemory),
    },
    deadlines,
    log: child("ask"),
  };

  return {
    config,
    log: child,
    database,
    odoo: { url, bulkhead },
    odooHealth: new OdooHealth(url),
    service: serviceOf(config.indexing.concurrency),
    reviews: serviceOf(1),
    embedder,
    labels,
    recording,
    asking: {
      ...recording,
      embedder,
      labels,
      visibility: new Visibility(),
      queue: new QuestionQueue(config.questions),
    },
    close: () => {
      labels.close();
      embedder?.close();
      return pool.end();
    },
  };
}
