// faults: what a person gets when a part is killed, slow, wrong, rate-limited, cut off, full or out of connections.
//
// Each case breaks one thing of a whole Candor (processes are killed or stopped; between the sidecar and
// the other parts stand proxies that break connections and answers), asks a question, mends the thing,
// and waits until questions are answered from words and meaning again, without a restart of what was not
// broken. At the end it is looked up whether Odoo has every question and its end, and whether every
// failure is stored with what playing it back needs.
import { parseArgs } from "node:util";
import { setTimeout as delay } from "node:timers/promises";

import type { Answered } from "../../e2e/asker.ts";
import type { Bench, Outcome } from "../../e2e/stack/bench.ts";
import { cases } from "./faults/cases.ts";
import type { Case } from "./faults/cases.ts";
import { World } from "./faults/world.ts";

const leastCases = 40;
/** No answer and no error for so long is hung: the panel gives up after 30 s of silence. */
const hungMs = 45_000;
/** A journal entry is due after 30 s, and is tried again after 10. */
const deliveredMs = 150_000;

interface Trial {
  it: Case;
  turnId: number;
  question: string;
  requestId: string | undefined;
  /** Rung or code; "hung", "cut" and "unreachable" as the panel would see it. */
  end: string;
  ms: number;
  isLost: boolean;
  isStored: boolean;
}

export async function bench({ args, stack, stopped }: Bench): Promise<Outcome> {
  const { values } = parseArgs({ args, options: { only: { type: "string" } } });
  const chosen = cases.filter((it) => nameOf(it).match(values.only ?? "") !== null);
  // Cases kill PostgreSQL one after the other: what it confirmed must survive that.
  const ownServer = { durable: true, settings: { max_connections: "30" } };
  const running = await stack({ ownServer });
  const world = await World.of(running);
  const trials: Trial[] = [];
  const untried: string[] = [];
  try {
    await world.untilWell();
    for (const it of chosen) {
      stopped.throwIfAborted();
      try {
        const trial = await tried(world, it);
        trials.push(trial);
        print(trial);
      } catch (error) {
        // The others are worth their time all the same; without the world nothing is.
        console.log(`✖ ${nameOf(it)} could not be tried:`, error);
        untried.push(nameOf(it));
        await world.untilWell();
      }
    }
    await settled(world, trials, stopped);
  } finally {
    await world.close();
  }
  return outcome(trials, untried, values.only === undefined);
}

const nameOf = (it: Case): string => `${it.part}: ${it.name}`;

async function tried(world: World, it: Case): Promise<Trial> {
  const question = world.question();
  const { ticket, turnId } = await world.asker.ticket(question, { open: world.open });
  const undo = await it.arrange(world);
  const startedAt = performance.now();
  const asked = Promise.race([
    world.asker.redeem(ticket).catch((error: unknown) => error),
    delay(hungMs, "hung" as const, { ref: false }),
  ]);
  // Its end counts, not that of what is done meanwhile.
  const ended = asked.then(() => Math.round(performance.now() - startedAt));
  await it.meanwhile?.(world);
  const [answered, ms] = await Promise.all([asked, ended]);
  await undo();
  await world.untilWell();
  const { end, requestId } = endOf(answered);
  return { it, turnId, question, requestId, end, ms, isLost: true, isStored: false };
}

function endOf(answered: unknown): { end: string; requestId: string | undefined } {
  if (answered === "hung") return { end: "hung", requestId: undefined };
  if (answered instanceof Error) {
    // A connection that broke after the headers is `terminated`.
    const end = answered.message === "terminated" ? "cut" : "unreachable";
    return { end, requestId: undefined };
  }
  const { result, error } = answered as Answered;
  if (result) return { end: result.rung, requestId: result.requestId };
  return { end: error?.code ?? "cut", requestId: error?.requestId };
}

/** Waits until Odoo has the end of every question, and looks up what was stored of each. */
async function settled(world: World, trials: Trial[], stopped: AbortSignal): Promise<void> {
  const deadline = Date.now() + deliveredMs;
  for (;;) {
    stopped.throwIfAborted();
    for (const trial of trials.filter(({ isLost }) => isLost)) {
      trial.isLost = await isLost(world, trial);
    }
    if (trials.every(({ isLost }) => !isLost) || Date.now() > deadline) break;
    await delay(2_000);
  }
  for (const trial of trials) trial.isStored = await isStored(world, trial);
}

async function isLost({ asker }: World, { it, turnId, question }: Trial): Promise<boolean> {
  interface Served {
    question: string;
    state: string;
  }
  const [served] = await asker.call<Served[]>("candor.turn", "serve", [[turnId]]);
  if (served?.question !== question) return true;
  // Never taken, it can be asked again as it is; where nobody is left to end it, the panel offers that too.
  if (served.state === "done" || served.state === "open") return false;
  return it.isKilled !== true && it.isUnended !== true;
}

/** Whether there is what plays a failure back; an answer from words and meaning needs none. */
async function isStored({ stack }: World, { it, requestId, end, turnId }: Trial): Promise<boolean> {
  if (end === "extractive" || it.isUnstored || it.isKilled) return true;
  const [failure] = await stack.sql<{
    turn_id: number | null;
    kind: string;
    stage: string;
    versions: { sidecar?: string };
    calls: unknown[];
  }>("sidecar", "select * from failure where request_id = $1", [requestId ?? null]);
  if (!failure) return false;
  const isOfTurn = failure.stage === "take" || failure.turn_id === turnId;
  const isTold = failure.kind !== "" && failure.versions.sidecar !== undefined;
  return isOfTurn && isTold && (failure.calls.length > 0 || failure.stage === "queue");
}

const isLabelled = ({ it, end }: Trial): boolean => it.ends.includes(end);
const isInTime = ({ it, ms }: Trial): boolean => ms <= it.withinMs;

function print(trial: Trial): void {
  const { it, end, ms } = trial;
  const isRight = isLabelled(trial) && isInTime(trial);
  const [name, most] = [nameOf(it).padEnd(62), `of ${it.withinMs / 1_000} s`];
  console.log(
    `${isRight ? "✔" : "✖"} ${name} ${end.padEnd(20)} ${(ms / 1_000).toFixed(2).padStart(6)} ${most}`,
  );
}

function outcome(trials: Trial[], untried: string[], isWhole: boolean): Outcome {
  const hung = trials.filter(({ end }) => end === "hung");
  const lost = trials.filter((trial) => trial.isLost);
  const wrong = trials.filter((trial) => !isLabelled(trial) || !isInTime(trial));
  const unstored = trials.filter((trial) => !trial.isStored);
  const results = {
    cases: trials.length,
    labelled: trials.length - wrong.length,
    hung: hung.length,
    lost: lost.length,
    stored: trials.length - unstored.length,
    ended: trials.map(({ it, end, ms }) => ({ case: nameOf(it), end, ms, withinMs: it.withinMs })),
  };
  console.log(
    `\n${results.cases} cases: ${results.labelled} ended as they should and in time, ` +
      `${results.hung} hung, ${results.lost} lost, ${results.stored} stored as far as there is a failure.`,
  );
  const named = (some: Trial[]): string =>
    some.map(({ it, end }) => `${nameOf(it)} (${end})`).join("; ");
  return {
    results,
    missed: [
      ...(isWhole && trials.length < leastCases
        ? [`${trials.length} cases, at least ${leastCases}`]
        : []),
      ...(untried.length > 0 ? [`could not be tried: ${untried.join("; ")}`] : []),
      ...(wrong.length > 0 ? [`not labelled as expected or too late: ${named(wrong)}`] : []),
      ...(hung.length > 0 ? [`hung: ${named(hung)}`] : []),
      ...(lost.length > 0 ? [`lost: ${named(lost)}`] : []),
      ...(unstored.length > 0 ? [`not stored: ${named(unstored)}`] : []),
    ],
  };
}
