import { setTimeout as sleep } from "node:timers/promises";

import { Canary } from "./canary.ts";
import { quoteHeldBack } from "./past-answer.ts";
import type { Person } from "./people.ts";
import { callMethod, resultOf } from "./routes.ts";
import type { Secret } from "./secrets.ts";
import type { Review, Trial } from "./trial.ts";

const assignedMs = 150_000;

/** The twin sends his answer to a human; others look into every place where reviews are seen. */
export async function review(trial: Trial, secret: Secret): Promise<void> {
  const seen = trial.seen.get(secret.number);
  // An archived record may be opened, and is the one that was open when it was asked about.
  if (secret.kind === "archived") return;
  if (!seen || !secret.canary.isIn(seen.raw)) return;
  const sent = await send(trial, secret, seen.turnId);
  trial.reviews.set(secret.number, sent);
  await lookIntoPage(trial, secret, sent);
  await lookIntoQueue(trial, secret, sent);
  await lookIntoHeldBack(trial, secret);
}

/** @returns the review, once somebody has it in hand */
export async function send(trial: Trial, secret: Secret, turnId: number): Promise<Review> {
  const { world, people } = trial;
  await secret.twin.asker.call("candor.turn", "send_to_review", [turnId]);
  const deadline = Date.now() + assignedMs;
  for (;;) {
    const [row] = await world.call<
      { id: number; reviewer_id: [number, string] | false; state: string }[]
    >("candor.review", "search_read", [[["turn_id", "=", turnId]], ["reviewer_id", "state"]]);
    if (!row) throw new Error("no review was made");
    if (row.state !== "finding") {
      const uid = row.reviewer_id ? row.reviewer_id[0] : 0;
      const everybody = [...people.keepers, ...people.insiders];
      const reviewer = everybody.find(({ asker }) => asker.uid === uid);
      return { turnId, reviewId: row.id, reviewer, word: new Canary(world.words, false) };
    }
    if (Date.now() > deadline) throw new Error("nobody looked for a reviewer");
    await sleep(200);
  }
}

async function lookIntoPage(
  trial: Trial,
  secret: Secret,
  { reviewId, reviewer }: Review,
): Promise<void> {
  const { world, tally } = trial;
  const page = reviewer ? await pageFor(trial, reviewer, reviewId) : "";
  for (const channel of ["review", "review after revoke"]) {
    tally.allowed(channel, secret, secret.canary.isIn(page), page);
  }
  for (const person of secret.denied) {
    const shown =
      (await pageFor(trial, person, reviewId)) +
      (await callMethod(world, person, "candor.review", "search_read", [["id", "=", reviewId]])) +
      (await callMethod(world, person, "candor.review", "take", reviewId));
    const isHis = reviewer?.asker.uid === person.asker.uid;
    tally.denied("review", secret, person, isHis || secret.canary.isIn(shown), shown);
  }
}

/** Rows, counter, order and filters: each of the scopes in each order, and by the record's model. */
async function lookIntoQueue(
  trial: Trial,
  secret: Secret,
  { reviewId, reviewer }: Review,
): Promise<void> {
  const { world, people, tally } = trial;
  const { canary, record, twin } = secret;
  interface Served {
    rows: { id: number }[];
  }
  const rows = async (person: Person, scope: string): Promise<{ shown: string; has: boolean }> => {
    let shown = "";
    let has = false;
    for (const order of ["due", "age"]) {
      for (const source of ["", record.resModel]) {
        const args = [scope, order, source, 0, 100];
        const reply = await callMethod(world, person, "candor.review", "queue", ...args);
        const served = resultOf(reply) as Served | undefined;
        has ||= served?.rows.some(({ id }) => id === reviewId) ?? false;
        shown += reply;
      }
    }
    return {
      shown: shown + (await callMethod(world, person, "candor.review", "sources", scope)),
      has,
    };
  };
  const colleague = people.keepers.find((it) => it !== reviewer);
  const lookers = { mine: reviewer, pool: colleague, asked: twin };
  for (const [scope, looker] of Object.entries(lookers)) {
    const channel = `queue, ${scope}`;
    const own = looker ? await rows(looker, scope) : { shown: "", has: false };
    tally.allowed(channel, secret, own.has, own.shown);
    for (const person of secret.denied) {
      const { shown, has } = await rows(person, scope);
      tally.denied(channel, secret, person, has || canary.isIn(shown), shown);
    }
  }
  const counter = async (person: Person): Promise<number> =>
    resultOf(await callMethod(world, person, "candor.review", "counter")) as number;
  if (reviewer) {
    const count = await counter(reviewer);
    tally.allowed("queue, counter", secret, count > 0, String(count));
  }
  // Nothing is in the hands of who reviews nothing, and nobody has asked back yet.
  for (const person of secret.denied.filter(({ isReviewer }) => !isReviewer)) {
    const count = await counter(person);
    tally.denied("queue, counter", secret, person, count > 0, String(count));
  }
}

/** What would have been said: to who reviews and may read it, and never to who asked. */
async function lookIntoHeldBack(trial: Trial, secret: Secret): Promise<void> {
  const { world, tally } = trial;
  const { twin, canary, denied } = secret;
  const turnId = await quoteHeldBack(trial, secret, twin);
  const { reviewId, reviewer } = await send(trial, secret, turnId);
  const page = reviewer ? await pageFor(trial, reviewer, reviewId) : "";
  tally.allowed("held-back answer", secret, canary.isIn(page), page);
  for (const person of [...denied, twin]) {
    const shown =
      (await pageFor(trial, person, reviewId)) +
      (await callMethod(world, person, "candor.turn", "serve", [turnId])) +
      (await callMethod(world, person, "candor.turn", "read", [turnId], ["held_back"]));
    tally.denied("held-back answer", secret, person, canary.isIn(shown), shown);
  }
}

/** Those who reviewed lose every right, and look into their reviews again. */
export async function reviewWithoutRights(trial: Trial): Promise<void> {
  const { world, people, tally, reviews } = trial;
  const [own, other] = world.companies;
  for (const { asker, groups } of people.keepers) {
    const reviewing = await world.ref("candor.group_reviewer");
    const left = [...groups].filter((group) => group !== reviewing).map((group) => [3, group]);
    const values = { group_ids: left, company_id: own, company_ids: [[3, other]] };
    await world.write({ resModel: "res.users", resId: asker.uid }, values);
  }
  for (const secret of trial.secrets) {
    const { reviewId, reviewer, word } = reviews.get(secret.number) ?? {};
    // Others than the keepers kept their rights.
    if (!reviewId || !word || !reviewer || !people.keepers.includes(reviewer)) continue;
    const page = await pageFor(trial, reviewer, reviewId);
    const shows = secret.canary.isIn(page) || word.isIn(page);
    tally.denied("review after revoke", secret, reviewer, shows, page);
  }
}

export async function pageFor({ world }: Trial, person: Person, reviewId: number): Promise<string> {
  return await callMethod(world, person, "candor.review", "page", reviewId);
}
