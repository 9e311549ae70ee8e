import { readFileSync } from "node:fs";

import { z } from "zod";

import type { ProtocolVersion } from "./contract.ts";

/** Version of the wire between panel, addon and sidecar; one apart still works. */
export const protocol: ProtocolVersion = 2;

export const sidecarVersion = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"))).version;

/** Whether two versions of the wire understand each other. */
export function isCompatible(other: ProtocolVersion): boolean {
  return Math.abs(other - protocol) <= 1;
}
