// leaks: whether anybody learns by any channel what Odoo keeps from him.
//
// Secrets are hidden at random: records by record rules of many shapes, by company or by being
// archived; fields by access groups; names of linked partners. Each holds a canary, a made-up word that
// stands nowhere else (or a figure, for a wage), and each can be asked for by words that are no secret.
// Odoo itself is asked, as every person, who may read what (leaks/oracle.ts).
//
// One probe is one channel examined for one secret and one person who must not see it. It counts only
// where somebody with the right, the twin, sees the same canary in the same channel by the same
// question: else it would prove nothing. Channels whose words can't hold a canary are judged by what
// they would betray: "figures" (records read, probability, weights; must be what they are without the
// secret), "timings" (stage times, in the reply or stored), "visible", "word search" and "existence" (that
// there is such a record), "suggestions" (questions about it), "open record" (refused as for one that never was).
// "queue" is rows, counter, order and filters of reviews; "held-back answer" also what the asker is kept
// from; "notifications" are mails, inboxes, activities and the bus, where nobody may find a word.
// "past answer" is an answer whose record was overwritten since: who asked still sees what was said.
//
// Replies are compared with the same database before the secrets were in it: of people who may see
// none of them, so that nothing else has changed for them.
import { parseArgs } from "node:util";

import type { Bench, Outcome } from "../../e2e/stack/bench.ts";
import { lookAsDenied, stealTicket } from "./leaks/denied.ts";
import { expire, expired } from "./leaks/expired.ts";
import { deleteAndEdit } from "./leaks/gone.ts";
import { guards } from "./leaks/guards.ts";
import { agree } from "./leaks/oracle.ts";
import { people } from "./leaks/people.ts";
import { printTally } from "./leaks/print.ts";
import { review, reviewWithoutRights } from "./leaks/reviews.ts";
import { revokeRights } from "./leaks/revoke.ts";
import { drawSecrets } from "./leaks/secrets.ts";
import { tryStatus } from "./leaks/status.ts";
import { Tally } from "./leaks/tally.ts";
import { askWithout, each, indexed, type Trial } from "./leaks/trial.ts";
import { lookAsTwin } from "./leaks/twin.ts";
import { judge } from "./leaks/verdicts.ts";
import { readFields, World } from "./leaks/world.ts";

/** About as many as one secret gives, with four people who must not see it. */
const probesPerSecret = 54;
const bars = { probes: 3000, equalReplies: 300, missedShare: 0.05 };

export async function bench({ args, stack }: Bench): Promise<Outcome> {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: "string", default: "1" },
      probes: { type: "string", default: "4400" },
    },
  });
  const seed = Number(values.seed);
  const count = Math.max(10, Math.ceil(Number(values.probes) / probesPerSecret));
  const folder = new URL("leaks/odoo", import.meta.url).pathname;
  const running = await stack({ modules: { folder, names: ["candor_bench_leaks"] } });
  const trial = await prepare(running, seed, count);

  const step = stopwatch();
  await askWithout(trial);
  step(`${trial.without.size} questions asked without the secrets`);
  for (const secret of trial.secrets) {
    await secret.plant();
    await agree(trial.world, secret);
  }
  await indexed(trial.world);
  step(`${trial.secrets.length} secrets planted (seed ${seed}), Odoo agrees who reads them`);
  const old = await expire(trial);
  await each(trial.secrets, async (secret) => {
    const issued = await secret.twin.asker.ticket(
      secret.recipe.question(secret.handle),
      secret.allowed,
    );
    for (const person of secret.denied) await stealTicket(trial, secret, person, issued);
    const learnt = await lookAsTwin(trial, secret, issued);
    for (const person of secret.denied) await lookAsDenied(trial, secret, person, learnt);
    await review(trial, secret);
  });
  step("every channel examined");
  await judge(trial);
  step("reviews decided");
  await expired(trial, old);
  await tryStatus(trial);
  await revokeRights(trial);
  step("rights revoked");
  await deleteAndEdit(trial);
  step("secrets deleted or overwritten");
  await reviewWithoutRights(trial);
  return outcome(trial.tally);
}

function outcome(tally: Tally): Outcome {
  const totals = tally.totals();
  printTally(tally, totals.channels);
  const { probes, leaks, allowedProbes, allowedMisses } = totals;
  const missed: string[] = [];
  if (leaks > 0) missed.push(`${leaks} leaks, 0 allowed`);
  if (probes < bars.probes) missed.push(`${probes} probes, at least ${bars.probes}`);
  if (allowedMisses > bars.missedShare * allowedProbes) {
    missed.push(`${allowedMisses} of ${allowedProbes} channels in which the twin saw nothing`);
  }
  if (tally.equalReplies < bars.equalReplies) {
    missed.push(`${tally.equalReplies} equal replies, at least ${bars.equalReplies}`);
  }
  if (tally.unequal.length > 0) missed.push(`${tally.unequal.length} replies changed by a secret`);
  return { results: { ...totals, equalReplies: tally.equalReplies }, missed };
}

async function prepare(
  running: Awaited<ReturnType<Bench["stack"]>>,
  seed: number,
  count: number,
): Promise<Trial> {
  const { odooUrl, sidecarUrl, database, sharedSecret } = running;
  const world = await World.open({ odooUrl, sidecarUrl, database }, sharedSecret, seed);
  await readFields(world);
  const found = await people(world);
  const secrets = await drawSecrets(world, found, await guards(world, found), count);
  await indexed(world);
  const tally = new Tally(seed);
  const kept = { without: new Map(), seen: new Map(), quoted: new Map(), reviews: new Map() };
  return { stack: running, world, people: found, secrets, tally, ...kept };
}

/** Says how long each step took. */
function stopwatch(): (words: string) => void {
  let since = Date.now();
  return (words) => {
    console.log(`${words} (${Math.round((Date.now() - since) / 1000)} s)`);
    since = Date.now();
  };
}
