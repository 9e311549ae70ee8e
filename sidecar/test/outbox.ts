import { EventEmitter, once } from "node:events";

import type {
  Acknowledgement,
  Lane,
  LeasedRecord,
  Outbox,
  Pending,
  Report,
} from "../src/indexing/outbox.ts";

export class Refusal extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

type Waiting = LeasedRecord & { lane: Lane | "vectors" };

/** What Odoo's outbox does, in memory: the network's other side. */
export class OutboxDouble extends EventEmitter implements Outbox {
  waiting: Waiting[];
  leased = new Map<string, Waiting>();
  dead: Acknowledgement[] = [];
  reports: Report[] = [];
  acknowledged: Acknowledgement[] = [];
  /** How many records each lease of the bulk lane asked for. */
  bulkLimits: number[] = [];
  requeued: { resModel: string; resId: number }[] = [];
  /** What it has, for a reconcile: id and stamp by model. */
  records: Record<string, [number, string][]> = {};
  /** Throws instead of taking the next acknowledgements. */
  losesAcknowledgements = 0;
  refusesReports = 0;
  marked: string[] = [];
  /** An addon of the release before has no such method. */
  knowsLabels = true;
  #known = new Set<string>();

  constructor(records: LeasedRecord[], lane: Lane = "edits") {
    super();
    this.waiting = records.map((it) => ({ ...it, lane }));
  }

  get pending(): Pending {
    const count = (lane: Waiting["lane"]): number =>
      [...this.waiting, ...this.leased.values()].filter((it) => it.lane === lane).length;
    return {
      edits: count("edits"),
      bulk: count("bulk"),
      vectors: count("vectors"),
      dead: this.dead.length,
    };
  }

  lease({ limit, lane, vectors }: { limit: number; lane: Lane; vectors: boolean }): Promise<{
    rows: LeasedRecord[];
    pending: Pending;
  }> {
    if (lane === "bulk") this.bulkLimits.push(limit);
    const isWanted = (it: Waiting): boolean =>
      it.lane === lane || (vectors && lane === "bulk" && it.lane === "vectors");
    const rows = this.waiting
      .filter(isWanted)
      .toSorted((a, b) => a.lane.localeCompare(b.lane))
      .slice(0, limit);
    this.waiting = this.waiting.filter((it) => !rows.includes(it));
    for (const row of rows) this.leased.set(row.lease, row);
    return Promise.resolve({ rows, pending: this.pending });
  }

  acknowledge(rows: Acknowledgement[]): Promise<void> {
    if (this.losesAcknowledgements > 0) {
      this.losesAcknowledgements -= 1;
      return Promise.reject(new Refusal("odoo_unavailable"));
    }
    for (const row of rows) {
      const known = this.leased.get(row.lease);
      this.leased.delete(row.lease);
      this.acknowledged.push(row);
      if (row.outcome === "failed") this.dead.push(row);
      if (row.outcome === "vectors_missing" && known) {
        this.waiting.push({ ...known, lane: "vectors" });
      }
    }
    this.emit("changed");
    return Promise.resolve();
  }

  inventory({
    resModel,
    after,
    limit,
  }: {
    resModel: string;
    after: number;
    limit: number;
  }): Promise<{
    records: [number, string][];
    more: boolean;
  }> {
    const all = (this.records[resModel] ?? []).filter(([resId]) => resId > after);
    return Promise.resolve({ records: all.slice(0, limit), more: all.length > limit });
  }

  requeue(records: { resModel: string; resId: number }[]): Promise<void> {
    this.requeued.push(...records);
    this.emit("changed");
    return Promise.resolve();
  }

  report(state: Report): Promise<{ fullPass: boolean; reconcile: string[] }> {
    if (this.refusesReports > 0) {
      this.refusesReports -= 1;
      return Promise.reject(new Refusal("40001"));
    }
    this.reports.push(state);
    this.emit("changed");
    const fullPass = !this.#known.has(state.generation);
    this.#known.add(state.generation);
    return Promise.resolve({ fullPass, reconcile: this.marked.splice(0) });
  }

  settings(): Promise<{ sources: { resModel: string }[] }> {
    return Promise.resolve({ sources: [{ resModel: "crm.lead" }] });
  }

  labels(): Promise<string[]> {
    return this.knowsLabels
      ? Promise.resolve(["Lead", "Email"])
      : Promise.reject(new Error("AttributeError"));
  }

  /** A sidecar reported this generation before. */
  knows(key: string): void {
    this.#known.add(key);
  }

  /** Resolves when something that the worker told makes this true. */
  async until(holds: (it: this) => boolean): Promise<void> {
    while (!holds(this)) await once(this, "changed");
  }

  /** The leases run out, as after a crash. */
  expire(): void {
    this.waiting.push(...this.leased.values());
    this.leased.clear();
  }
}

/** Leads 1, 2, …, as Odoo renders them. */
export function leads(
  count: number,
  text = (resId: number) => `blue carpets ${resId}`,
): LeasedRecord[] {
  return Array.from({ length: count }, (_, at) => ({
    id: at + 1,
    lease: `lease ${at + 1}`,
    resModel: "crm.lead",
    resId: at + 1,
    version: at + 1,
    stamp: `stamp ${at + 1}`,
    deleted: false,
    attachments: [],
    lang: "en_US",
    name: `Lead ${at + 1}`,
    sections: [
      {
        section: "fields",
        kind: "fields",
        date: null,
        lines: [{ text: text(at + 1), value: text(at + 1), type: null }],
      },
    ],
  }));
}
