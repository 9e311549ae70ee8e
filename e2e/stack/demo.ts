import { existsSync } from "node:fs";

import { installSteps, perform, templateStep } from "./install.ts";
import { instance } from "./instance.ts";
import type { Ports } from "./ports.ts";
import { attach, makeWay, startSteps, type Stack } from "./stack.ts";

/** The instance that people look at. It keeps its data from start to start. */
export const demo = instance("demo");

/**
 * Installs what is missing, brings an older demo up to date and starts it.
 *
 * @param whole wait for the whole index, also when an earlier start has filled it
 */
export async function startDemo(
  ports: Ports,
  stopped: AbortSignal,
  { whole = false } = {},
): Promise<Stack> {
  const first = !existsSync(demo.secrets);
  await makeWay(demo, ports);
  await perform([...installSteps(), ...(first ? [templateStep()] : [])]);
  stopped.throwIfAborted();
  await perform(startSteps(demo, { ports, durable: true, whole: first || whole }));
  stopped.throwIfAborted();
  return await attach(demo.name);
}
