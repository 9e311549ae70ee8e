import { join } from "node:path";

import type { BenchStackOptions } from "../../../e2e/stack/bench.ts";
import type { Variant } from "../../../e2e/stack/variant.ts";

/** Odoo's demo data and what customers add to theirs: modules, fields and rights that no line of ours names. */
const world: Variant = {
  name: "world",
  modules: ["maintenance", "fleet", "event", "repair"],
  script: join(import.meta.dirname, "world.py"),
};

export const worldStack: BenchStackOptions = { variant: world };

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
