import { join } from "node:path";

import type { BenchStackOptions } from "../../../e2e/stack/bench.ts";
import type { Variant } from "../../../e2e/stack/variant.ts";

/** In this order: later ones speak of what earlier ones made. */
const scripts = [
  "rights",
  "fleet",
  "maintenance",
  "events",
  "repairs",
  "xml_ids",
  "fields",
  "properties",
  "activities",
  "sources",
];

/** Odoo's demo data and what customers add to theirs: modules, fields and rights that no line of ours names. */
const world: Variant = {
  name: "world",
  modules: ["maintenance", "fleet", "event", "repair"],
  scripts: scripts.map((name) => join(import.meta.dirname, `world/${name}.py`)),
};

/** What decides what stands in an index, beside the addon. */
const code = ["indexing", "store", "text"].map((name) =>
  join(import.meta.dirname, "../../src", name),
);

export const worldStack: BenchStackOptions = {
  variant: world,
  kept: { name: "world-indexed", code },
};

/** The demo's data as it is. */
export const demoStack: BenchStackOptions = { kept: { name: "demo-indexed", code } };

/** People that questions are asked as; their passwords are their logins. */
export const logins = [
  "admin",
  "demo",
  "purchaser",
  "finance",
  "manager",
  "demo_de",
  "demo_es",
] as const;
