import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

import { Asker } from "../../../e2e/asker.ts";
import type { BenchServer, BenchStack } from "../../../e2e/stack/bench.ts";
import { embedderUrl } from "../../../e2e/stack/embedder.ts";
import { Failure } from "../../../e2e/stack/failure.ts";
import { FaultProxy } from "./proxy.ts";

const readyMs = 90_000;

/** A whole Candor whose sidecar reaches every other part through a proxy that can fail. */
export class World {
  readonly stack: BenchStack;
  /** The sidecar's own. */
  readonly database: BenchServer;
  readonly proxies: { odoo: FaultProxy; database: FaultProxy; embedder: FaultProxy };
  asker: Asker;
  /** The record that questions are asked beside. */
  readonly open: { resModel: string; resId: number };
  #asked = 0;

  private constructor(
    stack: BenchStack,
    database: BenchServer,
    proxies: World["proxies"],
    asker: Asker,
    open: World["open"],
  ) {
    this.stack = stack;
    this.database = database;
    this.proxies = proxies;
    this.asker = asker;
    this.open = open;
  }

  static async of(stack: BenchStack): Promise<World> {
    const { ownServer } = stack;
    if (!ownServer) throw new Failure("The sidecar's database needs a server of its own.");
    const embedder = embedderUrl(stack.ports);
    if (embedder === "") throw new Failure("The embedder of the demo doesn't run on this machine.");
    const [odoo, database, vectors] = await Promise.all([
      new FaultProxy(stack.ports.odoo).start(),
      new FaultProxy(ownServer.port).start(),
      new FaultProxy(stack.ports.embedder).start(),
    ]);
    const asker = await Asker.login(stack, "demo");
    const [resId] = await asker.call<number[]>(
      "crm.lead",
      "search",
      [[["name", "=", "Furniture for six meeting rooms"]]],
      { limit: 1 },
    );
    if (resId === undefined) throw new Failure("The demo's lead is missing.");
    const proxies = { odoo, database, embedder: vectors };
    const world = new World(stack, ownServer, proxies, asker, { resModel: "crm.lead", resId });
    await world.startSidecar();
    return world;
  }

  /** @param more variables that are other than usual */
  async startSidecar(more: Record<string, string> = {}): Promise<void> {
    const { odoo, database, embedder } = this.proxies;
    const url = new URL(this.database.url);
    url.port = String(database.port);
    await this.stack.restart("sidecar", {
      CANDOR_ODOO_URL: `http://127.0.0.1:${odoo.port}`,
      CANDOR_DATABASE_URL: url.href,
      CANDOR_EMBEDDER_URL: `http://127.0.0.1:${embedder.port}/v1`,
      ...more,
    });
  }

  /** Another question each time: an embedder's vectors are remembered. */
  question(): string {
    this.#asked += 1;
    return `Who is the contact of this lead? Case ${this.#asked}`;
  }

  /** Waits until every part answers again and questions are answered from words and meaning. */
  async untilWell(): Promise<void> {
    const deadline = Date.now() + readyMs;
    for (;;) {
      try {
        const ready = await fetch(`${this.stack.sidecarUrl}/readyz`, {
          signal: AbortSignal.timeout(5_000),
        });
        const state = (await ready.json()) as { ok: boolean; embedder: string };
        if (state.ok) {
          const asked = await this.asker.ask(this.question(), { open: this.open });
          if (asked.result?.rung === "extractive") return;
        }
      } catch {
        // Not yet.
      }
      if (Date.now() > deadline) {
        throw new Failure(
          `Candor is not well again after ${readyMs / 1_000} s; why is in ${this.stack.instance.log("sidecar")}.`,
        );
      }
      await delay(300);
    }
  }

  /** Sends a signal to a part's whole group of processes. */
  async signal(part: "odoo" | "embedder" | "sidecar", signal: NodeJS.Signals): Promise<void> {
    const pid = Number(await readFile(this.stack.instance.pidFile(part), "utf8"));
    process.kill(-pid, signal);
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.proxies).map((proxy) => proxy.stop()));
  }
}
